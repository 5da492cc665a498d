"""The hand-off both ways: requests, meeting counts, the work calendar, keys, packages both ways, questions."""
from peewee import AutoField, BooleanField, CharField, DateField, ForeignKeyField, IntegerField, Model, TextField


class Unit(Model):
    id = AutoField()

    class Meta:
        legacy_table_names = False


class Task(Model):
    id = AutoField()

    class Meta:
        legacy_table_names = False


class MeetingCount(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    unit = ForeignKeyField(Unit, backref='+')
    period = CharField(10)
    kind = CharField(16)
    count = IntegerField()

    class Meta:
        legacy_table_names = False
        indexes = ((('unit', 'period', 'kind'), False),)


class TaskRequest(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    task = ForeignKeyField(Task, backref='+')
    kind = CharField(12)
    round = IntegerField()
    requested_on = DateField()
    due_on = DateField(null=True)
    from_on = DateField(null=True)
    to_on = DateField(null=True)
    reason = TextField()
    author = CharField(100)

    class Meta:
        legacy_table_names = False


class WorkCalendarDay(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    day = DateField(index=True)
    kind = CharField(12)
    name = CharField(200)
    expected = BooleanField()
    source = CharField(200)

    class Meta:
        legacy_table_names = False


class Peer(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    office_uid = CharField(32, index=True)
    name = CharField(200)
    code = CharField(20)
    public_key = CharField(64)
    unit = ForeignKeyField(Unit, backref='+', null=True)
    state = CharField(10)
    decided_by = CharField(100)
    decided_at = CharField(32, null=True)
    revoked_from = IntegerField(null=True)

    class Meta:
        legacy_table_names = False
        indexes = ((('office_uid', 'public_key'), True),)


class Channel(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    office_uid = CharField(32, unique=True)
    epoch = IntegerField()
    number = IntegerField()
    digest = CharField(64)
    sent_epoch = IntegerField()
    full = BooleanField()
    full_since = IntegerField()
    asks = BooleanField()

    class Meta:
        legacy_table_names = False


class Mark(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    office_uid = CharField(32)
    record = CharField(32)
    term = IntegerField()
    epoch = IntegerField()
    n = IntegerField()

    class Meta:
        legacy_table_names = False
        indexes = ((('office_uid', 'record'), True),)


class Package(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    incoming = BooleanField()
    kind = CharField(10)
    state = CharField(10)
    peer = ForeignKeyField(Unit, backref='+')
    office_uid = CharField(32)
    epoch = IntegerField()
    running_number = IntegerField()
    period = CharField(10)
    made_at = CharField(32)
    made_by = CharField(100)
    entered_at = CharField(32, null=True)
    digest = CharField(64)
    rows = IntegerField()
    file_name = CharField(260)
    totals = TextField()
    tally = TextField()
    receipted = BooleanField()
    journal_head = IntegerField()

    class Meta:
        legacy_table_names = False
        indexes = ((('office_uid', 'incoming', 'epoch', 'running_number'), False),)


class ReceivedRow(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    package = ForeignKeyField(Package, backref='+', on_delete='CASCADE')
    place = IntegerField()
    sheet = CharField(31)
    kind = CharField(30)
    record = CharField(32, index=True)
    title = CharField(300)
    verdict = CharField(12)
    reason = TextField()
    def_revision = CharField(40)
    def_digest = CharField(64)
    exe_revision = CharField(40)
    exe_digest = CharField(64)
    before = TextField()
    written = BooleanField()

    class Meta:
        legacy_table_names = False


class Question(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    package = ForeignKeyField(Package, backref='+', null=True)
    sort = CharField(14)
    kind = CharField(30)
    record = CharField(32, index=True)
    title = CharField(300)
    words = TextField()
    ours = TextField()
    theirs = TextField()
    row = TextField()
    digest = CharField(64, index=True)
    answer = CharField(8)
    answered_by = CharField(100)
    answered_at = CharField(32, null=True)

    class Meta:
        legacy_table_names = False


class Alias(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    other = CharField(32, unique=True)
    kind = CharField(30)
    record = CharField(32, index=True)

    class Meta:
        legacy_table_names = False


class PastExecution(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    record = CharField(32, index=True)
    office_uid = CharField(32)
    term = IntegerField()
    epoch = IntegerField()
    n = IntegerField()
    name = CharField(200)
    late = BooleanField()
    told = TextField()

    class Meta:
        legacy_table_names = False
        indexes = ((('record', 'office_uid', 'term', 'epoch', 'n'), True),)


TABLES = [MeetingCount, TaskRequest, WorkCalendarDay, Peer, Channel, Mark, ReceivedRow, Question, Alias, PastExecution]

STATEMENTS = """
ALTER TABLE task ADD COLUMN origin VARCHAR(500) NOT NULL DEFAULT '';
ALTER TABLE task ADD COLUMN copy VARCHAR(12) NOT NULL DEFAULT '';
DROP INDEX task_deleted_at_lead_unit_id_progress_completed_on_due_o_441b5a2;
CREATE INDEX task_deleted_at_lead_unit_id_progress_completed_on_due_o_3982e01 ON task (deleted_at, lead_unit_id, progress, completed_on, due_on, document_id, needs_confirmation, round, copy);
ALTER TABLE task_decision ADD COLUMN request_id INTEGER REFERENCES task_request (id);
ALTER TABLE task_decision ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
CREATE INDEX task_decision_request_id ON task_decision (request_id);
UPDATE task_decision SET place = (SELECT count(*) FROM task_decision AS o WHERE o.task_id = task_decision.task_id AND o.id <= task_decision.id);
ALTER TABLE office ADD COLUMN former_key VARCHAR(64) NOT NULL DEFAULT '';
ALTER TABLE office ADD COLUMN endorsement VARCHAR(100) NOT NULL DEFAULT ''
"""

# Packages come in too now; those made so far keep their numbers.
OLD_PACKAGES = """
INSERT INTO package (id, uid, changed_at, incoming, kind, state, peer_id, office_uid, epoch, running_number, period, made_at,
 made_by, digest, rows, file_name, totals, tally, receipted, journal_head)
SELECT p.id, p.uid, p.changed_at, 0, p.kind, 'made', p.peer_id, '', coalesce((SELECT epoch FROM office LIMIT 1), 1),
 p.running_number, p.period, p.made_at, p.made_by, p.digest, p.rows, p.file_name, '{}', '{}', 0, 0 FROM package_before AS p
"""


def up(migrator, db):
    with db.bind_ctx(TABLES + [Package]):
        db.execute_sql("DROP INDEX package_peer_id")
        db.execute_sql("DROP INDEX package_peer_id_running_number")
        db.execute_sql("DROP INDEX package_uid")
        db.execute_sql("ALTER TABLE package RENAME TO package_before")
        db.create_tables([Package])
        db.execute_sql(OLD_PACKAGES)
        db.execute_sql("DROP TABLE package_before")
        db.create_tables(TABLES)
    for statement in STATEMENTS.split(";\n"):
        db.execute_sql(statement)
    db.execute_sql("PRAGMA user_version = 2")
