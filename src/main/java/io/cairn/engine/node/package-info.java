/**
 * The node itself: packages, host names, time, and whether it is fit to be worked on at all.
 *
 * <p>Tried for Debian 12 and 13: apt 2.6 and 3.0, dpkg, chrony 4.3 and 4.6, systemd 252 and 257.
 * Man pages: apt-get(8), hosts(5), chrony.conf(5), chronyc(1), modinfo(8), deb-systemd-helper(1p).
 *
 * <p>It refuses (with findings {@code NODE-01} to {@code NODE-16}) nodes that do not answer, where
 * Cairn is not root, whose system is another, whose name or clock is not what the cluster file and
 * the peers say, that lack a kernel module or the room to work. It never removes a package, with
 * one exception: chrony takes the place of systemd-timesyncd where that does not keep the time.
 */
@NullMarked
package io.cairn.engine.node;

import org.jspecify.annotations.NullMarked;
