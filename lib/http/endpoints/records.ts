export const recordEndpoints = {};
