/**
 * Apply, move, failover, rejoin, destroy: walks over the graph that survey, plan, run, and prove
 * the result by another survey.
 */
@NullMarked
package io.cairn.operate;

import org.jspecify.annotations.NullMarked;
