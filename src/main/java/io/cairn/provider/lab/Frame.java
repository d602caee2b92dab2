package io.cairn.provider.lab;

/**
 * An Ethernet frame as QEMU hands it over, without checksum.
 *
 * @param bytes from the destination address on; never changed after it was read
 */
@SuppressWarnings("ArrayRecordComponent") // identity is all that is asked of a frame
record Frame(byte[] bytes) {
  private static final int ADDRESS_BYTES = 6;
  private static final long GROUP_BIT = 1L << 40;

  /** Too short to have addresses. */
  boolean isRunt() {
    return bytes.length < 2 * ADDRESS_BYTES;
  }

  long destination() {
    return address(0);
  }

  long source() {
    return address(ADDRESS_BYTES);
  }

  /** Whether that address is one of many: broadcast or multicast (IEEE 802, I/G bit). */
  boolean isGroup(long address) {
    return (address & GROUP_BIT) != 0;
  }

  private long address(int offset) {
    long value = 0;
    for (int i = 0; i < ADDRESS_BYTES; i++) {
      value = (value << 8) | (bytes[offset + i] & 0xff);
    }
    return value;
  }
}
