"""Targets and figures: indicators, what is to be reached, what each month brought, errata, closed periods."""
from peewee import AutoField, BooleanField, CharField, DateField, ForeignKeyField, IntegerField, Model, TextField


class Unit(Model):
    id = AutoField()

    class Meta:
        legacy_table_names = False


class Document(Model):
    id = AutoField()

    class Meta:
        legacy_table_names = False


class Indicator(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    code = CharField(20, unique=True)
    name = CharField(300)
    theme = CharField(120)
    measure = CharField(60)
    direction = CharField(8)
    aggregation = CharField(12)
    numerator = CharField(200)
    denominator = CharField(200)
    decimals = IntegerField()
    every = CharField(8)
    adds_up = BooleanField()
    computed = CharField(8)
    first_year = IntegerField(null=True)
    last_year = IntegerField(null=True)
    place = IntegerField()
    note = TextField()

    class Meta:
        legacy_table_names = False


class Target(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    indicator = ForeignKeyField(Indicator, backref='+')
    unit = ForeignKeyField(Unit, backref='+')
    year = IntegerField()
    assigner = CharField(8)
    value = CharField(30)
    decided_on = DateField()
    document = ForeignKeyField(Document, backref='+', null=True)
    paper = CharField(200)
    whole = ForeignKeyField('self', backref='+', null=True)
    note = CharField(500)

    class Meta:
        legacy_table_names = False
        indexes = ((('indicator', 'unit', 'year', 'assigner', 'decided_on'), False),)


class Figure(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    indicator = ForeignKeyField(Indicator, backref='+')
    unit = ForeignKeyField(Unit, backref='+')
    year = IntegerField()
    period = CharField(8)
    state = CharField(12)
    value = CharField(30, null=True)
    numerator = CharField(30, null=True)
    denominator = CharField(30, null=True)
    estimated = BooleanField()
    note = CharField(500)

    class Meta:
        legacy_table_names = False
        indexes = ((('year', 'indicator', 'unit', 'period'), False),)


class Erratum(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    figure = ForeignKeyField(Figure, backref='+')
    corrected_on = DateField()
    old = CharField(120)
    new = CharField(120)
    reason = TextField()
    paper = CharField(200)
    author = CharField(100)
    place = IntegerField()

    class Meta:
        legacy_table_names = False


class ClosedPeriod(Model):
    id = AutoField()
    uid = CharField(32, unique=True)
    changed_at = CharField(32)
    def_owner = CharField(32)
    def_term = IntegerField()
    def_epoch = IntegerField()
    def_n = IntegerField()
    deleted_at = CharField(32, null=True)
    period = CharField(8, index=True)
    closed_at = CharField(32)
    author = CharField(100)
    note = CharField(500)

    class Meta:
        legacy_table_names = False


TABLES = [Indicator, Target, Figure, Erratum, ClosedPeriod]


def up(migrator, db):
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES)
    db.execute_sql("PRAGMA user_version = 4")
