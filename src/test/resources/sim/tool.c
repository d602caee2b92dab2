/* Every simulated tool: tells the device imitation its name and arguments, and does what that says.
   Frames, both ways: 4 bytes of length and the text; those that come back start with a letter. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int world;

static void give_up(const char *what) {
  fprintf(stderr, "simulation: %s: %s\n", what, strerror(errno));
  exit(126);
}

static void put(int to, const char *text, size_t length) {
  while (length > 0) {
    ssize_t done = write(to, text, length);
    if (done < 0) exit(141);
    text += done;
    length -= done;
  }
}

static void send_frame(const char *text, size_t length) {
  unsigned char head[4] = {length >> 24, length >> 16, length >> 8, length};
  put(world, (char *)head, 4);
  put(world, text, length);
}

/* Where nobody answers any more, the node has lost power. */
static void hear(void *into, size_t length) {
  for (char *at = into; length > 0;) {
    ssize_t done = read(world, at, length);
    if (done <= 0) kill(getpid(), SIGKILL);
    at += done;
    length -= done;
  }
}

static void send_input(void) {
  size_t length = 0, room = 65536;
  char *all = malloc(room);
  for (ssize_t done; (done = read(0, all + length, room - length)) > 0;) {
    length += done;
    if (length == room) all = realloc(all, room *= 2);
  }
  send_frame(all, length);
}

static void become(char *name, char *text, size_t length) {
  char *argv[1024] = {name};
  size_t count = 1;
  for (char *at = text + strlen(text) + 1; at <= text + length && count < 1023; at += strlen(at) + 1) argv[count++] = at;
  execv(text, argv);
  give_up(text);
}

/* Everything from the script down to here, but not the login shell that runs the script, nor what keeps watch over that. */
static void kill_script(void) {
  pid_t line[256];
  int count = 0, parent;
  line[count++] = getpid();
  while (line[count - 1] != 1 && count < 256) {
    char path[64], text[4096];
    snprintf(path, sizeof path, "/sim/proc/%d/stat", line[count - 1]);
    FILE *file = fopen(path, "r");
    if (!file || !fgets(text, sizeof text, file) || sscanf(strrchr(text, ')') + 1, " %*c %d", &parent) != 1) break;
    fclose(file);
    line[count++] = parent;
  }
  const char *session = getenv("SIM_SESSION");
  int kept = session && session[0] == 'l' ? 3 : 2;
  for (int i = count - 1 - kept; i >= 0; i--) kill(line[i], SIGKILL);
}

int main(int argc, char **argv) {
  struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "/sim/tools"};
  char *slash = strrchr(argv[0], '/'), *name = slash ? slash + 1 : argv[0];
  world = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (world < 0 || connect(world, (struct sockaddr *)&address, sizeof address)) give_up(name);
  const char *session = getenv("SIM_SESSION");
  size_t length = strlen(session ? session : "") + 1 + strlen(name);
  for (int i = 1; i < argc; i++) length += 1 + strlen(argv[i]);
  char *call = malloc(length + 1), *end = stpcpy(stpcpy(call, session ? session : "") + 1, name);
  for (int i = 1; i < argc; i++) end = stpcpy(end + 1, argv[i]);
  send_frame(call, length);
  while (1) {
    unsigned char head[5];
    hear(head, 5);
    size_t size = (size_t)head[1] << 24 | head[2] << 16 | head[3] << 8 | head[4];
    char *text = malloc(size + 1);
    hear(text, size);
    text[size] = 0;
    switch (head[0]) {
      case 'o': put(1, text, size); break;
      case 'e': put(2, text, size); break;
      case 'i': send_input(); break;
      case 'r': become(name, text, size); break;
      case 'k': kill_script(); break;
      case 'x': return atoi(text);
    }
    free(text);
  }
}
