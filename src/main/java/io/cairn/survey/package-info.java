/**
 * Asks the nodes: one script and one round trip each, all nodes at once; the answer is one snapshot
 * of facts.
 */
@NullMarked
package io.cairn.survey;

import org.jspecify.annotations.NullMarked;
