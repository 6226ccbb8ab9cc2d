// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketImpl;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A program that runs the command line with every way closed by which Java opens a connection, and
 * writes down who tried. The JVM must be started with {@code
 * -Djava.nio.channels.spi.SelectorProvider=} and the name of {@link Channels}.
 */
public final class NetworkWatch {

  /** System property: the file that attempts are written to. */
  static final String LOG = "emotion4j.networkLog";

  /** The argument that tries the watch itself. */
  static final String CONTROL = "control";

  private NetworkWatch() {}

  /**
   * Runs.
   *
   * @param arguments those of the command line, or {@link #CONTROL}
   * @throws IOException if the watch can't be set up
   */
  @SuppressWarnings("deprecation") // the only way to see the sockets of everybody
  public static void main(String[] arguments) throws IOException {
    Socket.setSocketImplFactory(Sockets::new);
    if (arguments[0].equals(CONTROL)) {
      attempt(() -> URI.create("http://192.0.2.1/").toURL().openStream().close());
      attempt(() -> new Socket("192.0.2.1", 80).close());
      attempt(
          () ->
              HttpClient.newHttpClient()
                  .send(
                      HttpRequest.newBuilder(URI.create("http://192.0.2.1/")).build(),
                      HttpResponse.BodyHandlers.discarding()));
      return;
    }
    Main.main(arguments);
  }

  @FunctionalInterface
  private interface Attempt {
    void run() throws Exception;
  }

  private static void attempt(Attempt attempt) {
    try {
      attempt.run();
      System.out.println("succeeded");
    } catch (Exception | Error e) {
      System.out.println("refused");
    }
  }

  private static IOException refuse(String what) {
    StringBuilder text = new StringBuilder(what);
    for (StackTraceElement element : new Throwable().getStackTrace()) {
      text.append("\n    ").append(element);
    }
    try {
      Files.writeString(
          Path.of(System.getProperty(LOG)),
          text + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new IOException("no network: " + what);
  }

  /** Sockets that connect to nothing. */
  private static final class Sockets extends SocketImpl {

    @Override
    protected void create(boolean stream) throws IOException {
      throw refuse("socket");
    }

    @Override
    protected void connect(String host, int port) throws IOException {
      throw refuse("connect " + host);
    }

    @Override
    protected void connect(InetAddress address, int port) throws IOException {
      throw refuse("connect " + address);
    }

    @Override
    protected void connect(SocketAddress address, int timeout) throws IOException {
      throw refuse("connect " + address);
    }

    @Override
    protected void bind(InetAddress host, int port) throws IOException {
      throw refuse("bind");
    }

    @Override
    protected void listen(int backlog) throws IOException {
      throw refuse("listen");
    }

    @Override
    protected void accept(SocketImpl socket) throws IOException {
      throw refuse("accept");
    }

    @Override
    protected InputStream getInputStream() throws IOException {
      throw refuse("read");
    }

    @Override
    protected OutputStream getOutputStream() throws IOException {
      throw refuse("write");
    }

    @Override
    protected int available() {
      return 0;
    }

    @Override
    protected void close() {}

    @Override
    protected void sendUrgentData(int data) throws IOException {
      throw refuse("write");
    }

    @Override
    protected FileDescriptor getFileDescriptor() {
      return new FileDescriptor();
    }

    @Override
    public void setOption(int id, Object value) {}

    @Override
    public Object getOption(int id) {
      return 0;
    }
  }

  /** Channels that connect to nothing. */
  public static final class Channels extends SelectorProvider {

    /** Makes a provider; the JDK calls this. */
    public Channels() {}

    @Override
    public DatagramChannel openDatagramChannel() throws IOException {
      throw refuse("datagrams");
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
      throw refuse("datagrams");
    }

    @Override
    public Pipe openPipe() throws IOException {
      throw refuse("pipe");
    }

    @Override
    public AbstractSelector openSelector() throws IOException {
      throw refuse("selector");
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() throws IOException {
      throw refuse("server");
    }

    @Override
    public SocketChannel openSocketChannel() throws IOException {
      throw refuse("channel");
    }
  }
}
