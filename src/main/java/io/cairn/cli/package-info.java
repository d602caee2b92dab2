/** The commands: they parse, call, show and own the exit codes; they decide nothing. */
@NullMarked
package io.cairn.cli;

import org.jspecify.annotations.NullMarked;
