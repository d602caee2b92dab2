/**
 * The cluster file: YAML text to the declared graph, with positions and all errors at once.
 *
 * <p>One definition ({@link io.cairn.cluster.Grammar}) holds every key with its shape, default,
 * sentence and example; the parser, the JSON Schema and the pages under {@code docs/} follow from
 * it. The way of a text:
 *
 * <pre>
 * text --YamlText--> YAML nodes --FormReader--> Fields --Draft--> checks --GraphBuilder--> Cluster
 * </pre>
 *
 * <p>YAML is 1.2 with the core schema, read by snakeyaml-engine 3.0.1. Refused before anything
 * else: more than 1 MiB, more than one document, nesting deeper than 16. Nothing is looked up: no
 * file, no name, no node.
 */
@NullMarked
package io.cairn.cluster;

import org.jspecify.annotations.NullMarked;
