package io.cairn.engine.network;

import io.cairn.engine.Effect;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.network.InterfacesFile.Stanza;
import io.cairn.graph.InterfaceName;
import io.cairn.graph.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares what one network asks of one node with what is there. */
final class Decider {
  private final Wanted wanted;
  private final NetworkFacts facts;
  private final Refusals refusals;

  Decider(Wanted wanted, NetworkFacts facts, Refusals refusals) {
    this.wanted = wanted;
    this.facts = facts;
    this.refusals = refusals;
  }

  /**
   * Decides.
   *
   * @param config ifupdown's configuration, as it will be after the changes for other networks
   */
  Decision decide(Optional<Ifupdown> config) {
    Optional<Link> device = facts.link(wanted.device().text());
    if (device.isEmpty()) {
      return new Decision.Refuse(refusals.missing(facts));
    }
    if (fits()) {
      return config.filter(c -> isForgotten(c)).map(this::persist).orElse(new Decision.Fits());
    }
    String manager = facts.foreign().get(device.get().name());
    if (manager != null || config.isEmpty()) {
      return new Decision.Refuse(refusals.manager(Optional.ofNullable(manager)));
    }
    return change(device.get(), config.get());
  }

  /** Whether address, bridge and default route are there, whoever made them. */
  boolean fits() {
    Optional<Link> carrier = facts.link(wanted.carrier().text());
    boolean addressed =
        wanted.address().isEmpty()
            || carrier
                .filter(link -> link.addresses().contains(wanted.address().get()))
                .isPresent();
    boolean bridged =
        wanted.bridge().isEmpty()
            || (carrier.filter(Link::isBridge).isPresent()
                && facts
                    .link(wanted.device().text())
                    .filter(link -> link.master().equals(wanted.bridge().map(InterfaceName::text)))
                    .isPresent());
    boolean up = carrier.filter(link -> link.state() == Link.State.UP).isPresent();
    return addressed && bridged && up && isRouted();
  }

  // a default route over another interface is a choice that somebody made: it stays
  private boolean isRouted() {
    return wanted.gateway().isEmpty()
        || wanted.address().isEmpty()
        || facts
            .route(wanted.gateway().get())
            .filter(
                route -> route.gateway().equals(wanted.gateway().get()) || !isOurs(route.device()))
            .isPresent();
  }

  private boolean isOurs(String name) {
    return name.equals(wanted.device().text()) || name.equals(wanted.carrier().text());
  }

  private boolean isForgotten(Ifupdown config) {
    boolean foreign = facts.foreign().containsKey(wanted.carrier().text());
    return !foreign && config.ifaces(wanted.carrier().text()).isEmpty();
  }

  private Decision persist(Ifupdown config) {
    if (!config.ifaces(wanted.device().text()).stream().allMatch(Decider::isEmptyManual)) {
      return new Decision.Refuse(refusals.configured(describe(config)));
    }
    return new Decision.Persist(
        withDirectory(config)
            .with(IfupdownText.path(wanted.network()), IfupdownText.fresh(wanted, gateway())));
  }

  private Decision change(Link device, Ifupdown config) {
    if (!config.notUnderstood().isEmpty()) {
      return new Decision.Refuse(refusals.notUnderstood(config.notUnderstood().getFirst()));
    }
    if (device.master().filter(master -> !isOurs(master)).isPresent()) {
      return new Decision.Refuse(refusals.port(device));
    }
    Optional<String> own = config.ownFile(wanted.carrier().text());
    if (own.isEmpty()) {
      own = config.ownFile(wanted.device().text());
    }
    if (own.isPresent()) {
      return renew(device, config, own.get());
    }
    if (!config.ifaces(wanted.carrier().text()).isEmpty() && wanted.bridge().isPresent()) {
      return new Decision.Refuse(refusals.configured(describe(config)));
    }
    boolean configured = !config.ifaces(device.name()).stream().allMatch(Decider::isEmptyManual);
    if (configured) {
      return wanted
          .bridge()
          .map(bridge -> takeOver(device, bridge, config))
          .orElseGet(() -> new Decision.Refuse(refusals.configured(describe(config))));
    }
    return device.addresses().isEmpty()
        ? fresh(device, config)
        : new Decision.Refuse(refusals.unwritten(device));
  }

  private Decision fresh(Link device, Ifupdown config) {
    Ifupdown changed =
        withDirectory(config)
            .with(IfupdownText.path(wanted.network()), IfupdownText.fresh(wanted, gateway()));
    return new Decision.Change(
        wanted,
        changed,
        List.of(),
        ups(),
        made(),
        Effect.SAFE,
        device.name() + " has no address and no configuration");
  }

  /** Cairn's own file is there, and the node is not as it should be. */
  private Decision renew(Link device, Ifupdown config, String path) {
    String text = config.files().getOrDefault(path, "");
    boolean takenOver = text.contains("\n" + IfupdownText.TAKEN_OVER);
    String renewed = takenOver ? text : IfupdownText.fresh(wanted, gateway());
    if (takenOver && !saysWhatIsWanted(config)) {
      return new Decision.Refuse(refusals.configured(describe(config)));
    }
    List<String> down = new ArrayList<>();
    for (Stanza stanza : InterfacesFile.parse(path, text).stanzas().reversed()) {
      if (stanza.isIface() && !down.contains(stanza.name())) {
        down.add(stanza.name());
      }
    }
    return new Decision.Change(
        wanted,
        withDirectory(config).with(path, renewed),
        down,
        ups(),
        made(),
        inUse(device) ? Effect.DISRUPTIVE : Effect.SAFE,
        "it is not as the cluster file says: " + Refusals.shown(facts, wanted));
  }

  private boolean saysWhatIsWanted(Ifupdown config) {
    return config.ifaces(wanted.carrier().text()).stream()
        .anyMatch(
            stanza ->
                wanted.address().isEmpty()
                    || stanza.method().equals("dhcp")
                    || StanzaAddress.of(stanza).equals(wanted.address()));
  }

  private Decision takeOver(Link device, InterfaceName bridge, Ifupdown config) {
    List<InterfacesFile> files = config.filesOf(device.name());
    List<Stanza> stanzas = config.ifaces(device.name());
    Optional<String> obstacle = Takeover.obstacle(device, stanzas, wanted, facts);
    if (obstacle.isPresent() || files.size() != 1) {
      String why = obstacle.orElse("more than one file configures " + device.name());
      return new Decision.Refuse(refusals.takeover(files.getFirst().path(), why));
    }
    InterfacesFile from = files.getFirst();
    boolean hasGateway =
        stanzas.stream().flatMap(s -> s.options().stream()).anyMatch(o -> o.startsWith("gateway "));
    String text =
        IfupdownText.takenOver(
            wanted, bridge, stanzas, hasGateway ? Optional.empty() : gateway(), from.path());
    // the lines that bring it up may stand in another file than its stanzas
    Ifupdown changed = config;
    for (InterfacesFile file : config.read()) {
      changed = changed.with(file.path(), file.without(device.name()));
    }
    return new Decision.Change(
        wanted,
        withDirectory(changed).with(IfupdownText.path(wanted.network()), text),
        List.of(device.name()),
        ups(),
        made(),
        Effect.DISRUPTIVE,
        bridge + " is missing, and " + device.name() + " carries the address itself");
  }

  private Ifupdown withDirectory(Ifupdown config) {
    if (config.readsDirectory()) {
      return config;
    }
    String main = config.files().getOrDefault(Ifupdown.MAIN, "");
    var block = new ManagedFile.Content.Block("network", "source " + Ifupdown.OWN + "*\n");
    return config.with(
        Ifupdown.MAIN, main + block.begin() + "\n" + block.text() + block.end() + "\n");
  }

  /** The gateway to write: none where another interface has the default route already. */
  private Optional<IpAddress> gateway() {
    return wanted
        .gateway()
        .filter(_ -> wanted.address().isPresent())
        .filter(
            gateway ->
                facts
                    .route(gateway)
                    .map(NetworkFacts.Route::device)
                    .filter(d -> !isOurs(d))
                    .isEmpty());
  }

  private List<String> ups() {
    return wanted
        .bridge()
        .map(bridge -> List.of(wanted.device().text(), bridge.text()))
        .orElse(List.of(wanted.device().text()));
  }

  private List<String> made() {
    return wanted.bridge().stream()
        .map(InterfaceName::text)
        .filter(name -> facts.link(name).isEmpty())
        .toList();
  }

  private boolean inUse(Link device) {
    return !device.addresses().isEmpty()
        || device.master().isPresent()
        || facts.link(wanted.carrier().text()).filter(l -> !l.addresses().isEmpty()).isPresent();
  }

  private String describe(Ifupdown config) {
    List<String> paths = new ArrayList<>();
    config.filesOf(wanted.device().text()).forEach(file -> paths.add(file.path()));
    wanted
        .bridge()
        .ifPresent(b -> config.filesOf(b.text()).forEach(file -> paths.add(file.path())));
    return Refusals.shown(facts, wanted)
        + (paths.isEmpty()
            ? ""
            : ", configured in " + String.join(", ", paths.stream().distinct().toList()));
  }

  private static boolean isEmptyManual(Stanza stanza) {
    return stanza.method().equals("manual") && stanza.options().isEmpty();
  }
}
