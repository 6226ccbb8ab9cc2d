// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What this process tries to connect to until this is closed: JDK's HTTP clients, plain sockets.
 */
public final class Connections extends ProxySelector implements AutoCloseable {

  private final ProxySelector before;
  private final List<URI> tried = new CopyOnWriteArrayList<>();

  private Connections(ProxySelector before) {
    this.before = before;
  }

  /** Begins to watch; connections are made as if there were no proxy. */
  public static Connections watch() {
    Connections watching = new Connections(ProxySelector.getDefault());
    ProxySelector.setDefault(watching);
    return watching;
  }

  /** The addresses so far. */
  public List<URI> tried() {
    return List.copyOf(tried);
  }

  @Override
  public List<Proxy> select(URI uri) {
    tried.add(uri);
    return List.of(Proxy.NO_PROXY);
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException cause) {}

  @Override
  public void close() {
    ProxySelector.setDefault(before);
  }
}
