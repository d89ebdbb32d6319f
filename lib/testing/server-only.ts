// Stands in for the package "server-only" where there is no Next: Vitest and the worker bundle.
export {};
