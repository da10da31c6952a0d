package dev.weir.queue;

/**
 * What the core is told at its start; all times in milliseconds.
 *
 * @param popFromStart whether the pop group exists before the first popper
 * @param popAllowed whether there may be a pop group at all
 * @param popIdleMs how long the pop group holds messages back without a member
 * @param linkGraceMs how long a lost link's position is kept
 * @param ledgerIdleMs how long a silent link's batch results are kept
 */
public record CoreSettings(
        boolean popFromStart, boolean popAllowed, long popIdleMs, long linkGraceMs, long ledgerIdleMs) {}
