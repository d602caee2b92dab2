#!/bin/sh
# Builds what a lab node boots from. Runs as root or as a plain user.
#
#   build-image.sh SUITE CONTAINER_SUITE MIRROR RECIPE OUT
#
# SUITE   Debian release of the node (bookworm, trixie); RECIPE  folder of this script; OUT  an empty folder.
# Leaves in OUT: system.raw (ext4, sparse), vmlinux, initrd, key and key.pub (root's way in), host-key.pub, packages.txt.
set -eu
suite=$1 container_suite=$2 mirror=$3 recipe=$4 out=$5
export LC_ALL=C INITRD=No SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(date +%s)}
# A plain user's search path lacks chroot and mke2fs.
PATH=$PATH:/usr/sbin:/sbin
work=$out/work
mkdir "$work"
# What was begun may belong to ids that only the user's own namespace can remove.
trap 'status=$?; [ $status = 0 ] || as_root rm -rf "$work"; exit $status' EXIT
trap 'exit 1' HUP INT TERM

words() { sed -e 's/#.*//' "$1" | tr -s ' \n' ',,' | sed -e 's/^,*//' -e 's/,*$//'; }

# As root directly; as a plain user in a user namespace in which the user's own files are root's.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else unshare --user --map-root-user --map-auto --mount -- "$@"; fi
}

debian() { # suite variant packages output hooks...
  _suite=$1 _variant=$2 _packages=$3 _output=$4
  shift 4
  mmdebstrap --quiet --variant="$_variant" --format=tar --components=main --include="$_packages" \
    --aptopt='Acquire::Languages "none"' --aptopt='APT::Install-Recommends "false"' \
    --aptopt='Acquire::Retries "3"' \
    --dpkgopt=force-unsafe-io \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*' \
    --dpkgopt='path-exclude=/lib/modules/*/kernel/sound/*' \
    --dpkgopt='path-exclude=/usr/lib/modules/*/kernel/sound/*' \
    --dpkgopt='path-exclude=/lib/modules/*/kernel/drivers/gpu/*' \
    --dpkgopt='path-exclude=/usr/lib/modules/*/kernel/drivers/gpu/*' \
    --dpkgopt='path-exclude=/lib/modules/*/kernel/drivers/media/*' \
    --dpkgopt='path-exclude=/usr/lib/modules/*/kernel/drivers/media/*' \
    --dpkgopt='path-exclude=/lib/modules/*/kernel/drivers/net/wireless/*' \
    --dpkgopt='path-exclude=/usr/lib/modules/*/kernel/drivers/net/wireless/*' \
    --dpkgopt='path-exclude=/lib/modules/*/kernel/drivers/net/ethernet/*' \
    --dpkgopt='path-exclude=/usr/lib/modules/*/kernel/drivers/net/ethernet/*' \
    "$@" "$_suite" "$_output" "$mirror"
}

echo "container image: Debian $container_suite"
container=$work/$container_suite.tar
debian "$container_suite" essential "$(words "$recipe/container-packages")" "$container" \
  --customize-hook="upload '$recipe/customize-container' /tmp/customize" \
  --customize-hook='chroot "$1" sh /tmp/customize && rm "$1/tmp/customize"'
zstd -q -T0 -10 --rm "$container"

echo "node image: Debian $suite"
ssh-keygen -q -t ed25519 -N '' -C cairn-lab -f "$out/key"
cp "$out/key.pub" "$work/authorized_keys"
cp "$recipe/customize" "$work/customize"
case $container_suite in bookworm) release=12 ;; trixie) release=13 ;; *) release=$container_suite ;; esac
debian "$suite" apt "$(words "$recipe/packages")" "$work/node.tar" \
  --customize-hook="upload '$work/authorized_keys' /tmp/authorized_keys" \
  --customize-hook="upload '$work/customize' /tmp/customize" \
  --customize-hook='chroot "$1" sh /tmp/customize && rm "$1/tmp/customize"' \
  --customize-hook='mkdir -p "$1/usr/share/cairn/images"' \
  --customize-hook="upload '$container.zst' /usr/share/cairn/images/debian-$release.tar.zst" \
  --customize-hook="download /etc/ssh/ssh_host_ed25519_key.pub '$out/host-key.pub'"

echo "node image: disk, kernel, initrd"
as_root sh -eu -c '
  out=$1 work=$2 recipe=$3
  root=$work/root
  mkdir "$root"
  tar --extract --numeric-owner --preserve-permissions --xattrs --xattrs-include="*" \
    --exclude="./dev/*" --file="$work/node.tar" --directory="$root"
  rm "$work/node.tar"
  kernel=$(ls "$root/usr/lib/modules")
  chroot "$root" dpkg-query --show > "$out/packages.txt"

  initrd=$work/initrd
  mkdir -p "$initrd/bin" "$initrd/modules" "$initrd/dev" "$initrd/proc" "$initrd/sys" "$initrd/root"
  cp "$root/bin/busybox" "$initrd/bin/busybox"
  install -m 0755 "$recipe/init" "$initrd/init"
  for module in virtio_pci virtio_blk ext4 virtio_net; do
    chroot "$root" modprobe --set-version "$kernel" --show-depends "$module"
  done | while read -r verb path rest; do
    name=${path##*/}; name=${name%.xz}
    if [ "$verb" = insmod ] && [ ! -e "$initrd/modules/$name" ]; then
      case $path in
        *.xz) xz --decompress --stdout "$root$path" > "$initrd/modules/$name" ;;
        *) cp "$root$path" "$initrd/modules/$name" ;;
      esac
      echo "$name" >> "$initrd/modules/order"
    fi
  done
  (cd "$initrd" && find . | "$root/bin/busybox" cpio -o -H newc 2>/dev/null) > "$out/initrd"

  # The kernel unpacked: under emulation it would spend ten seconds on unpacking itself. QEMU starts it by its PVH note.
  # Offsets: Documentation/arch/x86/boot.rst of the kernel. The last four bytes are the unpacked length.
  vmlinuz=$root/boot/vmlinuz-$kernel
  setup=$(od -A n -t u1 -j 497 -N 1 "$vmlinuz")
  offset=$(od -A n -t u4 -j 584 -N 4 "$vmlinuz")
  length=$(od -A n -t u4 -j 588 -N 4 "$vmlinuz")
  tail -c "+$(((setup + 1) * 512 + offset + 1))" "$vmlinuz" | head -c "$((length - 4))" > "$work/payload"
  case $(od -A n -t x1 -N 4 "$work/payload" | tr -d " ") in
    fd377a58) xz --decompress --stdout "$work/payload" > "$out/vmlinux" ;;
    28b52ffd) zstd -q --decompress --stdout "$work/payload" > "$out/vmlinux" ;;
    *) echo "the kernel $kernel is packed neither with xz nor with zstd" >&2; exit 1 ;;
  esac
  rm -rf "$root"/boot/* "$root/var/cache/apt" "$root/var/lib/apt/lists"
  mkdir -p "$root/var/cache/apt/archives/partial" "$root/var/lib/apt/lists/partial"
  mke2fs -q -F -t ext4 -L system -m 0 -O ^metadata_csum_seed,^orphan_file -E lazy_itable_init=1,lazy_journal_init=1,root_owner=0:0 -d "$root" "$out/system.raw" 8G
  rm -rf "$root"
' - "$out" "$work" "$recipe"
rm -rf "$work"
