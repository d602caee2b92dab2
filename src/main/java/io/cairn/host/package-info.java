/**
 * The world: nodes over OpenSSH, local processes. Everything that is not a pure function enters
 * here.
 */
@NullMarked
package io.cairn.host;

import org.jspecify.annotations.NullMarked;
