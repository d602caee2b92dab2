/**
 * The command line from end to end: the program's own commands, planner, runner and shell protocol;
 * only the engines are chalk, and the nodes are folders.
 */
@NullMarked
package io.cairn.cli;

import org.jspecify.annotations.NullMarked;
