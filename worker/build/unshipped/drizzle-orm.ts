/** Stands in the place of drizzle's relational queries: the worker asks by SQL, and no schema is given to drizzle. */
const none = () => undefined;

export const [createTableRelationsHelpers, extractTablesRelationalConfig, mapRelationalRow] = [none, none, none];
export const [getOperators, getOrderByOperators, normalizeRelation] = [none, none, none];
export class RelationalQueryBuilder {}
export class Relation {}
export class Relations {}
export class One extends Relation {}
export class Many extends Relation {}
