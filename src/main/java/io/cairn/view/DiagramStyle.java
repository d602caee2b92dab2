package io.cairn.view;

/**
 * The looks of a picture, by day and by night. No variables: not every program that shows SVG knows
 * those of CSS. The contrast of all text with what is behind it is at least 4.5 to 1 (WCAG 2.1,
 * 1.4.3).
 */
final class DiagramStyle {
  static final String CSS =
      """
      text { font: 11.5px system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; fill: #1f2933; }
      .cluster { font-size: 20px; font-weight: 600; }
      .node { font-size: 16px; font-weight: 600; }
      .name { font-size: 13px; font-weight: 600; }
      .faint { fill: #5b6670; }
      .detail { fill: #3a4651; }
      .good { fill: #1a6e36; }
      .careful { fill: #8a5000; }
      .bad { fill: #b42318; }
      .end { text-anchor: end; }
      .middle { text-anchor: middle; }
      .paper { fill: #ffffff; }
      .panel { fill: #f3f5f8; stroke: #c9d1d9; }
      .card { fill: #ffffff; stroke: #7b8794; stroke-width: 1.2; }
      .standby { fill: #f9fafb; stroke-dasharray: 5 4; }
      .differs { stroke: #b86e00; stroke-width: 2; }
      .stripe { fill: #8b96a3; }
      .block { fill: #2f7d95; }
      .replica { fill: #7a4fc2; }
      .files { fill: #5d7f2a; }
      .container { fill: #2b6cd4; }
      .bar { fill: #dde3ea; }
      .full { fill: #2b6cd4; }
      .link { fill: none; stroke: #7b8794; stroke-width: 1.4; }
      .wire { fill: none; stroke: #7a4fc2; stroke-width: 2; stroke-linejoin: round; }
      .broken { stroke-dasharray: 4 5; }
      .end-of-wire { fill: #7a4fc2; }
      @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3; }
        .faint { fill: #9da7b3; }
        .detail { fill: #c5ced8; }
        .good { fill: #56d38a; }
        .careful { fill: #f0b429; }
        .bad { fill: #ff8f85; }
        .paper { fill: #0d1117; }
        .panel { fill: #161b22; stroke: #373e47; }
        .card { fill: #1f252d; stroke: #8b949e; }
        .standby { fill: #191f26; }
        .differs { stroke: #f0b429; }
        .bar { fill: #373e47; }
        .full { fill: #6ea8fe; }
        .link { stroke: #8b949e; }
        .wire { stroke: #b392f0; }
        .end-of-wire { fill: #b392f0; }
        .stripe { fill: #8b96a3; }
        .block { fill: #4fa8c2; }
        .replica { fill: #b392f0; }
        .files { fill: #9bc053; }
        .container { fill: #6ea8fe; }
      }
      """;

  private DiagramStyle() {}
}
