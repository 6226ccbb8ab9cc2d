/** The words of the domain: faces, emotions, detectors. Depends on nothing but the JDK. */
module io.github.emotion4j.api {
  requires transitive java.desktop;
  requires static org.jspecify;

  exports io.github.emotion4j;
  exports io.github.emotion4j.tracking;

  uses io.github.emotion4j.EmotionDetectorProvider;
}
