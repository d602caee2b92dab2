/**
 * The lab tests: the whole program against stock kernels in virtual nodes. Run by {@code ./test},
 * tag {@code lab}.
 */
@NullMarked
package io.cairn.lab;

import org.jspecify.annotations.NullMarked;
