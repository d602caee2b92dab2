package io.cairn.sim;

import java.util.List;

/** A loop device for reading the beginning of another device (losetup(8)). */
record Loop(String path, Block below, long size) implements Block {
  @Override
  public List<String> links() {
    return List.of();
  }

  @Override
  public String type() {
    return "loop";
  }

  @Override
  public List<Block> lower() {
    return List.of(below);
  }

  @Override
  public Surface surface() {
    return below.surface();
  }

  @Override
  public void put(Surface surface) {
    throw new UnsupportedOperationException("a loop device is only read");
  }
}
