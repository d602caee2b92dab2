/** The difference between declared and observed, as steps in order: the plan, a value. */
@NullMarked
package io.cairn.plan;

import org.jspecify.annotations.NullMarked;
