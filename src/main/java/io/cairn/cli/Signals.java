package io.cairn.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The signals by which a person or the system wants the program to end, instead of what the virtual
 * machine does at them.
 *
 * <p>A shutdown hook would do for the first Ctrl-C, but the virtual machine takes no second one
 * while it shuts down. Java has no other way to signals than {@code sun.misc.Signal}, which stays
 * (JEP 260, module jdk.unsupported) but may not be named in source without a warning.
 */
final class Signals implements AutoCloseable {
  private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

  private final Map<Object, Object> before = new LinkedHashMap<>();
  private final Method handle;

  /** From now on each of them does this, on a thread of its own. */
  Signals(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      handle = signal.getMethod("handle", signal, handler);
      Object acting =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (_, _, _) -> {
                action.run();
                return null;
              });
      for (String name : NAMES) {
        Object one = signal.getConstructor(String.class).newInstance(name);
        before.put(one, handle.invoke(null, one, acting));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java has no sun.misc.Signal; a JDK 25 has", e);
    }
  }

  @Override
  public void close() {
    before.forEach(
        (signal, handler) -> {
          try {
            handle.invoke(null, signal, handler);
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a signal's former handler is not taken back", e);
          }
        });
  }
}
