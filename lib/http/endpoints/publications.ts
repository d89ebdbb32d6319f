export const publicationEndpoints = {};
