"""The first tables: office, directory, documents, meetings, tasks with both halves, journal, packages; search."""

from peewee import AutoField, BooleanField, CharField, DateField, ForeignKeyField, IntegerField, Model, TextField


class Office(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    name = CharField(200)
    profile = CharField(12)
    header_superior = CharField(200)
    header_issuer = CharField(200)
    place = CharField(60)
    symbol = CharField(20)
    signer_authority = CharField(200)
    signer_name = CharField(100)
    receivers = TextField()
    sends_own = BooleanField()
    soon_days = IntegerField()
    urge_ladder = IntegerField()
    epoch = IntegerField()
    machine = CharField(100)
    signing_key = TextField()

    class Meta:
        legacy_table_names = False


class Unit(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    code = CharField(20, unique=True)
    name = CharField(200)
    kind = CharField(12)
    relation = CharField(8)
    parent = ForeignKeyField('self', backref='+', null=True)
    valid_from = DateField(null=True)
    valid_to = DateField(null=True)
    successor = ForeignKeyField('self', backref='+', null=True)
    office_uid = CharField(32)
    sort_key = TextField(index=True)
    folded = TextField()

    class Meta:
        legacy_table_names = False


class Official(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    name = CharField(100)
    position = CharField(100)
    unit = ForeignKeyField(Unit, backref='+')
    role = CharField(16)
    contact = CharField(120)
    valid_from = DateField(null=True)
    valid_to = DateField(null=True)
    sort_key = TextField(index=True)
    folded = TextField()

    class Meta:
        legacy_table_names = False


class DocumentCategory(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    name = CharField(100, unique=True)
    counted = BooleanField()

    class Meta:
        legacy_table_names = False


class Meeting(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    kind = CharField(16)
    held_on = DateField(index=True)
    title = CharField(500)
    chair = ForeignKeyField(Official, backref='+', null=True)
    place = CharField(200)
    note = TextField()
    folded = TextField()

    class Meta:
        legacy_table_names = False
        indexes = ((('kind', 'held_on'), False),)


class Document(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    type = CharField(20)
    number = CharField(50)
    issuer = ForeignKeyField(Unit, backref='+')
    issued_on = DateField(index=True)
    issued_year = IntegerField()
    subject = CharField(1000)
    category = ForeignKeyField(DocumentCategory, backref='+', null=True)
    urgency = CharField(12)
    meeting = ForeignKeyField(Meeting, backref='+', null=True)
    signer = CharField(100)
    incoming_number = CharField(30)
    incoming_on = DateField(null=True)
    note = TextField()
    sort_key = TextField(index=True)
    folded = TextField()

    class Meta:
        legacy_table_names = False


class Task(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    exe_owner = CharField(32)
    exe_term = IntegerField()
    exe_epoch = IntegerField()
    exe_n = IntegerField()
    code = CharField(20, unique=True)
    content = TextField()
    document = ForeignKeyField(Document, backref='+', null=True)
    lead_unit = ForeignKeyField(Unit, backref='+')
    supervising_leader = ForeignKeyField(Official, backref='+', null=True)
    kind = CharField(8)
    urgency = CharField(12)
    assigned_on = DateField(index=True)
    due_on = DateField(null=True)
    due_at = CharField(5)
    original_due_on = DateField(null=True)
    recurrence = CharField(200)
    deliverable_wanted = CharField(500)
    parent = ForeignKeyField('self', backref='+', null=True)
    external_ref = CharField(60)
    needs_confirmation = BooleanField()
    doer = CharField(32)
    official = ForeignKeyField(Official, backref='+', null=True)
    progress = CharField(8)
    round = IntegerField()
    completed_on = DateField(null=True)
    deliverable = CharField(1000)
    late_reason = CharField(1000)
    folded = TextField()

    class Meta:
        legacy_table_names = False
        indexes = ((('due_on', 'id'), False), (('lead_unit', 'due_on'), False), (('deleted_at', 'lead_unit', 'progress', 'completed_on', 'due_on', 'document', 'needs_confirmation', 'round'), False))


class TaskCooperation(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    task = ForeignKeyField(Task, backref='+', on_delete='CASCADE')
    unit = ForeignKeyField(Unit, backref='+')
    place = IntegerField()

    class Meta:
        legacy_table_names = False
        indexes = ((('task', 'unit'), True),)


class ProgressNote(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    task = ForeignKeyField(Task, backref='+')
    noted_on = DateField()
    content = TextField()
    difficulty = TextField()
    proposal = TextField()
    author = CharField(100)

    class Meta:
        legacy_table_names = False


class TaskDecision(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    task = ForeignKeyField(Task, backref='+')
    kind = CharField(20)
    round = IntegerField()
    decided_on = DateField()
    due_on = DateField(null=True)
    from_on = DateField(null=True)
    to_on = DateField(null=True)
    reason = TextField()
    decided_by = CharField(100)

    class Meta:
        legacy_table_names = False
        indexes = ((('kind', 'task', 'decided_on'), False),)


class Journal(Model):
    id = AutoField()
    at = CharField(32)
    who = CharField(100)
    action = CharField(8)
    kind = CharField(30)
    record = CharField(32, index=True)
    changes = TextField()
    previous = CharField(64)
    hash = CharField(64)

    class Meta:
        legacy_table_names = False


class Package(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    kind = CharField(10)
    peer = ForeignKeyField(Unit, backref='+')
    running_number = IntegerField()
    period = CharField(10)
    made_at = CharField(32)
    made_by = CharField(100)
    digest = CharField(64)
    rows = IntegerField()
    file_name = CharField(260)

    class Meta:
        legacy_table_names = False
        indexes = ((('peer', 'running_number'), True),)


TABLES = [Office, Unit, Official, DocumentCategory, Meeting, Document, Task, TaskCooperation, ProgressNote, TaskDecision, Journal, Package]

STATEMENTS = """
CREATE UNIQUE INDEX document_once ON document (issuer_id, issued_year, number, type) WHERE number <> '' AND deleted_at IS NULL;
CREATE TRIGGER journal_never_changed BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;
CREATE TRIGGER journal_never_deleted BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END
"""

# Every unaccented Vietnamese syllable has at most seven letters: each prefix that can be typed is a key of the index.
SEARCH = """
CREATE VIRTUAL TABLE {0}_fts USING fts5(folded, content='{0}', content_rowid='id', detail=none, columnsize=0,
 prefix='1 2 3 4 5 6 7', tokenize='unicode61');
INSERT INTO {0}_fts({0}_fts, rank) VALUES('crisismerge', 64)
"""


def up(migrator, db):
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES)
    statements = STATEMENTS.split(";\n") + [s for name in ("unit", "official", "meeting", "document", "task") for s in SEARCH.format(name).split(";\n")]
    for statement in statements:
        db.execute_sql(statement)
    db.execute_sql("PRAGMA user_version = 1")
