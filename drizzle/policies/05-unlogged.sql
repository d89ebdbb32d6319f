-- Counters: a crash may forget them, so they need not wait for the disk. Without effect once done.
alter table gate.attempts set unlogged;
