"""The other books of the office: inspections, plans, minutes with conclusions, the leaders' week, duties."""
from peewee import AutoField, BooleanField, CharField, DateField, ForeignKeyField, IntegerField, Model, TextField


class Unit(Model):
    id = AutoField()

    class Meta:
        legacy_table_names = False


class Official(Model):
    id = AutoField()

    class Meta:
        legacy_table_names = False


class Document(Model):
    id = AutoField()

    class Meta:
        legacy_table_names = False


class Meeting(Model):
    id = AutoField()

    class Meta:
        legacy_table_names = False


class Task(Model):
    id = AutoField()

    class Meta:
        legacy_table_names = False


class Indicator(Model):
    id = AutoField()

    class Meta:
        legacy_table_names = False


class UrgingLetter(Model):
    id = AutoField()

    class Meta:
        legacy_table_names = False


class Establishment(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    name = CharField(200)
    kind = CharField(12)
    address = CharField(300)
    trade = CharField(200)
    responsible = CharField(100)
    id_number = CharField(20)
    license = CharField(200)
    contact = CharField(120)
    unit = ForeignKeyField(Unit, backref='+', null=True)
    valid_from = DateField(null=True)
    valid_to = DateField(null=True)
    note = TextField()
    sort_key = TextField(index=True)
    folded = TextField()

    class Meta:
        legacy_table_names = False


class ChecklistTemplate(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    type = CharField(16)
    name = CharField(200)
    heading = CharField(300)
    in_use = BooleanField()
    place = IntegerField()
    note = TextField()

    class Meta:
        legacy_table_names = False


class ChecklistItem(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    template = ForeignKeyField(ChecklistTemplate, backref='+')
    place = IntegerField()
    section = CharField(200)
    content = CharField(500)
    answer = CharField(8)
    clause = CharField(300)

    class Meta:
        legacy_table_names = False


class InspectionPlan(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    year = IntegerField()
    title = CharField(500)
    document = ForeignKeyField(Document, backref='+', null=True)
    paper = CharField(200)
    note = TextField()

    class Meta:
        legacy_table_names = False


class PlannedInspection(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    plan = ForeignKeyField(InspectionPlan, backref='+')
    place = IntegerField()
    type = CharField(16)
    content = CharField(500)
    month = IntegerField(null=True)
    rounds = IntegerField()
    parties = IntegerField(null=True)
    unit = ForeignKeyField(Unit, backref='+', null=True)
    note = CharField(500)

    class Meta:
        legacy_table_names = False


class InspectionRound(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    code = CharField(20, unique=True)
    type = CharField(16)
    mode = CharField(8)
    subject = CharField(500)
    began_on = DateField(index=True)
    ended_on = DateField(null=True)
    basis = TextField()
    document = ForeignKeyField(Document, backref='+', null=True)
    planned = ForeignKeyField(PlannedInspection, backref='+', null=True)
    unit = ForeignKeyField(Unit, backref='+', null=True)
    head = ForeignKeyField(Official, backref='+', null=True)
    secretary = CharField(100)
    team = TextField()
    examined_from = DateField(null=True)
    examined_to = DateField(null=True)
    note = TextField()
    folded = TextField()

    class Meta:
        legacy_table_names = False


class InspectedParty(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    round = ForeignKeyField(InspectionRound, backref='+')
    place = IntegerField()
    unit = ForeignKeyField(Unit, backref='+', null=True)
    establishment = ForeignKeyField(Establishment, backref='+', null=True)
    name = CharField(200)
    address = CharField(300)
    inspected_on = DateField(index=True)
    began_at = CharField(5)
    ended_at = CharField(5)
    at = CharField(200)
    heading = CharField(300)
    present = TextField()
    strengths = TextField()
    result = CharField(12)
    demand = TextField()
    opinion = TextField()
    copies = IntegerField()
    recheck_of = ForeignKeyField('self', backref='+', null=True)
    recheck_by = DateField(null=True)
    minutes = CharField(8)
    signed_on = DateField(null=True)
    refused = BooleanField()
    witness = CharField(200)
    printed = TextField()
    note = TextField()
    folded = TextField()

    class Meta:
        legacy_table_names = False


class Checked(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    party = ForeignKeyField(InspectedParty, backref='+')
    place = IntegerField()
    section = CharField(200)
    content = CharField(500)
    answer = CharField(8)
    verdict = CharField(8)
    value = TextField()
    clause = CharField(300)

    class Meta:
        legacy_table_names = False


class Finding(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    party = ForeignKeyField(InspectedParty, backref='+')
    place = IntegerField()
    topic = CharField(200)
    content = TextField()
    clause = CharField(300)
    demand = TextField()
    due_on = DateField(index=True, null=True)
    task = ForeignKeyField(Task, backref='+', null=True)
    folded = TextField()

    class Meta:
        legacy_table_names = False


class Remediation(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    finding = ForeignKeyField(Finding, backref='+')
    reported_on = DateField()
    content = TextField()
    done_on = DateField(null=True)
    author = CharField(100)
    place = IntegerField()

    class Meta:
        legacy_table_names = False


class FindingDecision(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    finding = ForeignKeyField(Finding, backref='+')
    kind = CharField(12)
    decided_on = DateField()
    due_on = DateField(null=True)
    words = TextField()
    paper = CharField(200)
    recheck = ForeignKeyField(InspectedParty, backref='+', null=True)
    decided_by = CharField(100)
    place = IntegerField()

    class Meta:
        legacy_table_names = False


class UrgedFinding(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    letter = ForeignKeyField(UrgingLetter, backref='+', on_delete='CASCADE')
    finding = ForeignKeyField(Finding, backref='+')
    place = IntegerField()
    unit = ForeignKeyField(Unit, backref='+')
    due_on = DateField()
    days_late = IntegerField()
    told = TextField()
    urged_before = IntegerField()

    class Meta:
        legacy_table_names = False
        indexes = ((('letter', 'finding'), True),)


class Plan(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    stated_contents = IntegerField(null=True)
    stated_tasks = IntegerField(null=True)
    stated_targets = IntegerField(null=True)
    stated_projects = IntegerField(null=True)
    stated_key_tasks = IntegerField(null=True)
    kind = CharField(8)
    year = IntegerField()
    title = CharField(1000)
    document = ForeignKeyField(Document, backref='+', null=True)
    paper = CharField(200)
    unit = ForeignKeyField(Unit, backref='+', null=True)
    note = TextField()
    folded = TextField()

    class Meta:
        legacy_table_names = False


class PlanGroup(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    stated_contents = IntegerField(null=True)
    stated_tasks = IntegerField(null=True)
    stated_targets = IntegerField(null=True)
    stated_projects = IntegerField(null=True)
    stated_key_tasks = IntegerField(null=True)
    plan = ForeignKeyField(Plan, backref='+')
    place = IntegerField()
    name = CharField(500)

    class Meta:
        legacy_table_names = False


class PlanItem(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    plan = ForeignKeyField(Plan, backref='+')
    group = ForeignKeyField(PlanGroup, backref='+', null=True)
    kind = CharField(8)
    place = IntegerField()
    content = TextField()
    lead_unit = ForeignKeyField(Unit, backref='+', null=True)
    cooperating = CharField(500)
    leader = ForeignKeyField(Official, backref='+', null=True)
    due_on = DateField(null=True)
    month = IntegerField(null=True)
    deliverable_wanted = CharField(500)
    indicator = ForeignKeyField(Indicator, backref='+', null=True)
    task = ForeignKeyField(Task, backref='+', null=True)
    state = CharField(8)
    done_on = DateField(null=True)
    outcome = TextField()
    folded = TextField()

    class Meta:
        legacy_table_names = False
        indexes = ((('plan', 'group', 'place'), False),)


class MeetingUnit(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    meeting = ForeignKeyField(Meeting, backref='+', on_delete='CASCADE')
    unit = ForeignKeyField(Unit, backref='+')
    place = IntegerField()

    class Meta:
        legacy_table_names = False
        indexes = ((('meeting', 'unit'), True),)


class MeetingMatter(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    meeting = ForeignKeyField(Meeting, backref='+')
    place = IntegerField()
    content = CharField(1000)
    unit = ForeignKeyField(Unit, backref='+', null=True)
    presenter = CharField(100)
    plan_item = ForeignKeyField(PlanItem, backref='+', null=True)
    discussion = TextField()

    class Meta:
        legacy_table_names = False


class Conclusion(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    meeting = ForeignKeyField(Meeting, backref='+')
    matter = ForeignKeyField(MeetingMatter, backref='+', null=True)
    place = IntegerField()
    content = TextField()
    gives_task = BooleanField()
    lead_unit = ForeignKeyField(Unit, backref='+', null=True)
    leader = ForeignKeyField(Official, backref='+', null=True)
    due_on = DateField(null=True)
    deliverable_wanted = CharField(500)
    task = ForeignKeyField(Task, backref='+', null=True)
    supplement = IntegerField(null=True)

    class Meta:
        legacy_table_names = False


class ConclusionUnit(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    conclusion = ForeignKeyField(Conclusion, backref='+', on_delete='CASCADE')
    unit = ForeignKeyField(Unit, backref='+')
    place = IntegerField()

    class Meta:
        legacy_table_names = False
        indexes = ((('conclusion', 'unit'), True),)


class MinutesSupplement(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    meeting = ForeignKeyField(Meeting, backref='+')
    place = IntegerField()
    added_on = DateField()
    content = TextField()
    author = CharField(100)

    class Meta:
        legacy_table_names = False


class BriefingRule(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    name = CharField(300)
    kind = CharField(16)
    every = CharField(8)
    weekday = CharField(4)
    week = IntegerField(null=True)
    month = IntegerField(null=True)
    half = CharField(10)
    starts_at = CharField(5)
    ends_at = CharField(5)
    chair = ForeignKeyField(Official, backref='+', null=True)
    attendants = CharField(1000)
    place = CharField(200)
    prepares = ForeignKeyField(Unit, backref='+', null=True)
    preparation = CharField(500)
    valid_from = DateField(null=True)
    valid_to = DateField(null=True)
    note = TextField()

    class Meta:
        legacy_table_names = False


class ScheduleItem(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    day = DateField(index=True)
    half = CharField(10)
    starts_at = CharField(5)
    ends_at = CharField(5)
    content = CharField(1000)
    chair = ForeignKeyField(Official, backref='+', null=True)
    attendants = CharField(1000)
    place = CharField(200)
    prepares = ForeignKeyField(Unit, backref='+', null=True)
    preparation = CharField(500)
    state = CharField(10)
    rule = ForeignKeyField(BriefingRule, backref='+', null=True)
    meeting = ForeignKeyField(Meeting, backref='+', null=True)
    note = CharField(500)
    folded = TextField()

    class Meta:
        legacy_table_names = False


class ScheduleLeader(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    item = ForeignKeyField(ScheduleItem, backref='+', on_delete='CASCADE')
    official = ForeignKeyField(Official, backref='+')
    place = IntegerField()

    class Meta:
        legacy_table_names = False
        indexes = ((('item', 'official'), True),)


class ScheduleUnit(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    item = ForeignKeyField(ScheduleItem, backref='+', on_delete='CASCADE')
    unit = ForeignKeyField(Unit, backref='+')
    place = IntegerField()

    class Meta:
        legacy_table_names = False
        indexes = ((('item', 'unit'), True),)


class Duty(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    official = ForeignKeyField(Official, backref='+')
    unit = ForeignKeyField(Unit, backref='+', null=True)
    field = CharField(200)
    valid_from = DateField()
    valid_to = DateField(null=True)
    document = ForeignKeyField(Document, backref='+', null=True)
    paper = CharField(200)
    note = CharField(500)

    class Meta:
        legacy_table_names = False


TABLES = [
    Establishment,
    ChecklistTemplate,
    ChecklistItem,
    InspectionPlan,
    PlannedInspection,
    InspectionRound,
    InspectedParty,
    Checked,
    Finding,
    Remediation,
    FindingDecision,
    UrgedFinding,
    Plan,
    PlanGroup,
    PlanItem,
    MeetingUnit,
    MeetingMatter,
    Conclusion,
    ConclusionUnit,
    MinutesSupplement,
    BriefingRule,
    ScheduleItem,
    ScheduleLeader,
    ScheduleUnit,
    Duty,
]

STATEMENTS = """
ALTER TABLE meeting ADD COLUMN began_at VARCHAR(5) NOT NULL DEFAULT '';
ALTER TABLE meeting ADD COLUMN ended_at VARCHAR(5) NOT NULL DEFAULT '';
ALTER TABLE meeting ADD COLUMN secretary VARCHAR(100) NOT NULL DEFAULT '';
ALTER TABLE meeting ADD COLUMN attendants TEXT NOT NULL DEFAULT '';
ALTER TABLE meeting ADD COLUMN absent TEXT NOT NULL DEFAULT '';
ALTER TABLE meeting ADD COLUMN minutes VARCHAR(8) NOT NULL DEFAULT 'draft';
ALTER TABLE meeting ADD COLUMN signed_on DATE
"""


SEARCHED = (
    "establishment",
    "inspection_round",
    "inspected_party",
    "finding",
    "plan",
    "plan_item",
    "schedule_item",
)
SEARCH = """
CREATE VIRTUAL TABLE {0}_fts USING fts5(folded, content='{0}', content_rowid='id', detail=none, columnsize=0,
 prefix='1 2 3 4 5 6 7', tokenize='unicode61');
INSERT INTO {0}_fts({0}_fts, rank) VALUES('crisismerge', 64)
"""


def up(migrator, db):
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES)
    for statement in STATEMENTS.split(";\n"):
        db.execute_sql(statement)
    for table in SEARCHED:
        for statement in SEARCH.format(table).split(";\n"):
            db.execute_sql(statement)
    db.execute_sql("PRAGMA user_version = 5")
