/**
 * Renders values for people and for programs: plans, the state of a cluster, findings, diagrams,
 * runbooks, progress.
 *
 * <p>One value, many renderings. Every renderer is a pure function from a value and a {@link
 * io.cairn.view.Screen} to text: whether there is a terminal, how wide it is, and whether it shows
 * colours, the caller decides. No renderer sees a secret, because no value it renders holds one:
 * secrets are made on the nodes and travel as {@link io.cairn.engine.Action.Carry}.
 */
@NullMarked
package io.cairn.view;

import org.jspecify.annotations.NullMarked;
