package io.cairn.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Services that run on by themselves. They only move when they are woken, and everyone waits until
 * they sleep again: so the order of what happens stays that of the seed.
 */
final class Background {
  private final List<Service> running = new ArrayList<>();

  private static final class Service {
    private final Server server;
    private final String unit;
    private final String session;
    private boolean active = true;
    private CountDownLatch alarm = new CountDownLatch(0);

    Service(Server server, String unit, String session) {
      this.server = server;
      this.unit = unit;
      this.session = session;
    }
  }

  /** Follows a service that was started. */
  void follow(Server server, String unit, Session session) {
    Service service = new Service(server, unit, session.id());
    Kernel kernel = server.kernel();
    synchronized (running) {
      running.add(service);
    }
    Thread.ofVirtual()
        .start(
            () -> {
              int status = session.await();
              synchronized (running) {
                service.active = false;
                running.remove(service);
                kernel.units.put(
                    service.unit, status == 0 ? Systemd.State.INACTIVE : Systemd.State.FAILED);
                running.notifyAll();
              }
            });
  }

  /** Whether the call is a service going to sleep. */
  boolean isIt(Call call, String session) {
    synchronized (running) {
      return call.tool().equals("sleep")
          && running.stream().anyMatch(s -> s.server == call.server() && s.session.equals(session));
    }
  }

  /** Sleeps until woken. */
  Answer sleep(String session) {
    CountDownLatch alarm = new CountDownLatch(1);
    synchronized (running) {
      for (Service service : running) {
        if (service.session.equals(session)) {
          service.alarm = alarm;
          service.active = false;
        }
      }
      running.notifyAll();
    }
    try {
      alarm.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Answer.ok();
  }

  /** Lets all that sleep go on. Whether anything slept. */
  boolean wake() {
    synchronized (running) {
      boolean slept = running.stream().anyMatch(service -> !service.active);
      for (Service service : running) {
        if (!service.active) {
          service.active = true;
          service.alarm.countDown();
        }
      }
      return slept;
    }
  }

  /** Waits until all sleep or are over. */
  void settle() {
    synchronized (running) {
      while (running.stream().anyMatch(service -> service.active && service.server.isOn())) {
        try {
          running.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  /** Its server lost power. */
  void forget(Server server) {
    synchronized (running) {
      for (Service service : List.copyOf(running)) {
        if (service.server == server) {
          running.remove(service);
          service.alarm.countDown();
        }
      }
      running.notifyAll();
    }
  }

  /** A unit stops: what it still runs is killed. */
  void kill(Server server, String unit) {
    List<Service> ending;
    synchronized (running) {
      ending = running.stream().filter(s -> s.server == server && s.unit.equals(unit)).toList();
    }
    for (Service service : ending) {
      String process = server.machine().readFile("/sim/pid." + service.session);
      server.machine().runPlain("/bin/sh", "-c", "kill -9 " + process);
      service.alarm.countDown();
      synchronized (running) {
        while (running.contains(service)) {
          try {
            running.wait();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
          }
        }
      }
    }
  }
}
