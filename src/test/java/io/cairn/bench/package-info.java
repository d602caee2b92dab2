/** What {@code ./bench} measures inside one process. */
@NullMarked
package io.cairn.bench;

import org.jspecify.annotations.NullMarked;
