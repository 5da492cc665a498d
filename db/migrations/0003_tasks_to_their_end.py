"""Tasks followed to their end: steps, late causes, repeats, urging letters, files beside records, registers read in."""
from peewee import AutoField, CharField, DateField, ForeignKeyField, IntegerField, Model, TextField


class Unit(Model):
    id = AutoField()

    class Meta:
        legacy_table_names = False


class Document(Model):
    id = AutoField()

    class Meta:
        legacy_table_names = False


class Task(Model):
    id = AutoField()

    class Meta:
        legacy_table_names = False


class TaskStep(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    task = ForeignKeyField(Task, backref='+')
    move = CharField(12)
    holder = CharField(200)
    began_on = DateField()
    due_on = DateField(null=True)
    ended_on = DateField(null=True)
    words = TextField()
    author = CharField(100)
    place = IntegerField()

    class Meta:
        legacy_table_names = False
        indexes = ((('task', 'place'), False),)


class UrgingLetter(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    as_at = DateField()
    cutoff_at = CharField(5)
    reply_by = DateField(null=True)
    demand = TextField()
    number = CharField(50)
    issued_on = DateField(null=True, index=True)
    document = ForeignKeyField(Document, backref='+', null=True)
    author = CharField(100)
    printed = TextField()

    class Meta:
        legacy_table_names = False


class UrgedTask(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    letter = ForeignKeyField(UrgingLetter, backref='+', on_delete='CASCADE')
    task = ForeignKeyField(Task, backref='+')
    place = IntegerField()
    unit = ForeignKeyField(Unit, backref='+')
    due_on = DateField()
    days_late = IntegerField()
    told = TextField()
    urged_before = IntegerField()

    class Meta:
        legacy_table_names = False
        indexes = ((('letter', 'task'), True),)


class Attachment(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    kind = CharField(30)
    record = CharField(32, index=True)
    name = CharField(260)
    size = IntegerField()
    digest = CharField(64, index=True)
    added_at = CharField(32)
    author = CharField(100)
    note = CharField(500)

    class Meta:
        legacy_table_names = False


class ImportBatch(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    source = CharField(260)
    digest = CharField(64)
    made_at = CharField(32)
    made_by = CharField(100)
    undone_at = CharField(32, null=True)

    class Meta:
        legacy_table_names = False


class ImportedRow(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    batch = ForeignKeyField(ImportBatch, backref='+', on_delete='CASCADE')
    place = IntegerField()
    kind = CharField(30)
    record = CharField(32, index=True)

    class Meta:
        legacy_table_names = False


TABLES = [TaskStep, UrgingLetter, UrgedTask, Attachment, ImportBatch, ImportedRow]

STATEMENTS = """
ALTER TABLE task ADD COLUMN due_workdays INTEGER;
ALTER TABLE task ADD COLUMN repeats VARCHAR(12) NOT NULL DEFAULT '';
ALTER TABLE task ADD COLUMN previous_id INTEGER REFERENCES task (id);
ALTER TABLE task ADD COLUMN late_cause VARCHAR(12) NOT NULL DEFAULT '';
CREATE INDEX task_previous_id ON task (previous_id);
ALTER TABLE task_decision ADD COLUMN paper VARCHAR(200) NOT NULL DEFAULT '';
ALTER TABLE document ADD COLUMN no_tasks INTEGER NOT NULL DEFAULT 0;
CREATE INDEX journal_kind ON journal (kind);
CREATE INDEX journal_action ON journal (action);
CREATE INDEX journal_who ON journal (who)
"""


def up(migrator, db):
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES)
    for statement in STATEMENTS.split(";\n"):
        db.execute_sql(statement)
    db.execute_sql("PRAGMA user_version = 3")
