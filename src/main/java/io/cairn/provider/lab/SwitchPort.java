package io.cairn.provider.lab;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * One port of the switch: the unix socket of one card of one node.
 *
 * <p>On the socket each frame follows its length, four bytes, the highest first (QEMU,
 * net/stream.c). What a node does not take in time is dropped, as a switch does: one that hangs
 * must not hold up the others.
 */
final class SwitchPort {
  /** As much as a link of 100 Mbit/s carries in half a second. */
  private static final int MOST_WAITING_BYTES = 6 << 20;

  private static final int LONGEST_FRAME = 1 << 18;

  private final String node;
  private final String network;
  private final BiConsumer<SwitchPort, Frame> received;
  private final DelayQueue<Due> waiting = new DelayQueue<>();
  private final AtomicInteger waitingBytes = new AtomicInteger();
  private final AtomicLong order = new AtomicLong();
  private volatile boolean isConnected;

  SwitchPort(String node, String network, BiConsumer<SwitchPort, Frame> received) {
    this.node = node;
    this.network = network;
    this.received = received;
  }

  String node() {
    return node;
  }

  String network() {
    return network;
  }

  /** Whether a node is at the other end. */
  boolean isConnected() {
    return isConnected;
  }

  /** A frame that leaves at a time; of those due at once, the first come. */
  private record Due(Frame frame, long nanos, long order) implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      Due due = (Due) other;
      int byTime = Long.compare(nanos - due.nanos, 0);
      return byTime != 0 ? byTime : Long.compare(order, due.order);
    }
  }

  /** Hands the frame to the node after that time; drops it when too much waits already. */
  void deliver(Frame frame, Duration after) {
    int length = frame.bytes().length;
    if (!isConnected) {
      return;
    }
    if (waitingBytes.addAndGet(length) > MOST_WAITING_BYTES) {
      waitingBytes.addAndGet(-length);
      return;
    }
    waiting.put(new Due(frame, System.nanoTime() + after.toNanos(), order.incrementAndGet()));
  }

  /** Serves one connection after the other: the node's QEMU comes and goes. */
  void serve(ServerSocketChannel server) {
    while (true) {
      try (SocketChannel channel = server.accept()) {
        waiting.clear();
        waitingBytes.set(0);
        isConnected = true;
        Thread writer = Thread.ofPlatform().daemon().name("to " + node).start(() -> write(channel));
        read(channel);
        isConnected = false;
        writer.interrupt();
        writer.join();
      } catch (IOException e) {
        System.err.println(node + " in " + network + ": " + e.getMessage());
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private void read(SocketChannel channel) {
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), 1 << 17));
    try {
      while (true) {
        int length = in.readInt();
        if (length < 0 || length > LONGEST_FRAME) {
          throw new IOException("a frame of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        Frame frame = new Frame(bytes);
        if (!frame.isRunt()) {
          received.accept(this, frame);
        }
      }
    } catch (EOFException _) {
      // its QEMU ended
    } catch (IOException e) {
      System.err.println(node + " in " + network + ": " + e.getMessage());
    }
  }

  private void write(SocketChannel channel) {
    try {
      while (true) {
        Frame frame = waiting.take().frame();
        waitingBytes.addAndGet(-frame.bytes().length);
        ByteBuffer buffer = ByteBuffer.allocate(Integer.BYTES + frame.bytes().length);
        buffer.putInt(frame.bytes().length).put(frame.bytes()).flip();
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }
    } catch (InterruptedException | IOException _) {
      // the connection's end; its reader says why
    }
  }
}
