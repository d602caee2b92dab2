/**
 * The networks of the nodes: an address on an interface, a bridge over it, the default route.
 *
 * <p>Written for ifupdown 0.8.41 to 0.8.44 (Debian 12 and 13) and iproute2; man pages:
 * interfaces(5), ifup(8), ip-link(8), ip-address(8), systemd.timer(5). Bridges are made by iproute2
 * from {@code pre-up} lines, so bridge-utils is not needed. What is there already, whoever made it,
 * is left alone when it is as declared.
 *
 * <p>An interface that is configured in {@code /etc/network/interfaces} and shall become a bridge's
 * port is <em>taken over</em>: its stanzas move to the bridge as they are, into Cairn's own file
 * {@code /etc/network/interfaces.d/cairn-NETWORK}, and the old lines stay as comments marked {@code
 * #cairn#}. The bridge takes the interface's hardware address, so that switches, DHCP servers and
 * providers see what they saw before.
 *
 * <p>Every change goes back by itself unless it is confirmed. Before it acts, the old files are
 * kept and {@code cairn-network-undo.timer} is started; the change itself runs detached from the
 * connection, which it may interrupt; then a login that is made anew confirms it, if everything is
 * there and everyone who answered before answers again. Without that, the old files return when the
 * timer fires, and also at the next boot ({@code cairn-network-undo.service}).
 *
 * <p>It refuses (findings {@code NET-01} to {@code NET-09}) interfaces that are missing, addresses
 * in use elsewhere, networks run by systemd-networkd or NetworkManager, and configuration that it
 * does not understand well enough to move.
 */
@NullMarked
package io.cairn.engine.network;

import org.jspecify.annotations.NullMarked;
