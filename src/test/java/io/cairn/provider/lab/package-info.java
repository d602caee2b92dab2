/** The lab: its parts without QEMU, and, tagged {@code lab}, all of it. */
@NullMarked
package io.cairn.provider.lab;

import org.jspecify.annotations.NullMarked;
