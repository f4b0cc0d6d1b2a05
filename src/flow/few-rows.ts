/**
 * SQL over an id of a batch's input: always true, and taken by the planner for one row in 200. It believes that
 * `json_to_recordset` gives 100 rows, so a plan for any merchant looks many times dearer than one for a merchant of
 * whom the statistics know little, and the statement is planned anew at every call (1 to 3 ms, which is half of what it
 * costs). With a row or two the plans look alike, the general one is kept, and joins are by index, which is what a
 * batch of up to 128 wants. No setting of a session does it: a pooler loses those, and lists with optional filters need
 * plans of their own.
 */
export const fewRows = (id: string): string => `length(${id}::text) = 36`;
