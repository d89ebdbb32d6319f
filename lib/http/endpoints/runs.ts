export const runEndpoints = {};
