/**
 * Executes a plan: every step with its guards and checks in one script, steps that do not depend on
 * each other at the same time, a journal of everything, a clean stop on interruption.
 */
@NullMarked
package io.cairn.run;

import org.jspecify.annotations.NullMarked;
