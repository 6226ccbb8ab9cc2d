// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.logging.Level;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The page in a real Chromium, without a window. Screenshots lie in target/page. */
final class PageTest {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path CHROMEDRIVER = Path.of("/usr/bin/chromedriver");
  private static final Path SCREENSHOTS = Path.of("target", "page");

  private static RunningServer server;
  private static ChromeDriver browser;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(
        Files.isExecutable(CHROMIUM) && Files.isExecutable(CHROMEDRIVER),
        "needs a browser: apt-get install chromium chromium-driver");
    Files.createDirectories(SCREENSHOTS);
    Path camera = SCREENSHOTS.resolve("camera.mjpeg").toAbsolutePath();
    writeCamera(camera);
    server = RunningServer.with();
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.setCapability("goog:loggingPrefs", logs);
    options.addArguments(
        "--headless=new",
        "--no-sandbox", // as root, in a container
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-background-networking",
        "--window-size=1280,1000",
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        "--use-file-for-fake-video-capture=" + camera);
    browser =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(CHROMEDRIVER.toFile())
                .usingAnyFreePort()
                .build(),
            options);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.quit();
    }
    if (server != null) {
      server.close();
    }
  }

  /** Two smiling faces before a camera, which move a little. */
  private static void writeCamera(Path file) throws IOException {
    BufferedImage face = ImageIO.read(sample("happy.png").toFile());
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < 30; i++) {
        BufferedImage frame = new BufferedImage(640, 480, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D brush = frame.createGraphics();
        brush.setColor(new Color(140, 150, 160));
        brush.fillRect(0, 0, 640, 480);
        brush.setRenderingHint(
            RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        brush.drawImage(face, 60 + i % 15, 120, 200, 200, null);
        brush.drawImage(face, 380 - i % 15, 140, 180, 180, null);
        brush.dispose();
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(frame, "jpg", jpeg);
        out.write(jpeg.toByteArray());
      }
    }
  }

  private static Path sample(String name) {
    return Path.of("../emotion-cli/src/main/resources/samples", name).toAbsolutePath().normalize();
  }

  @BeforeEach
  void open() {
    browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    colourScheme("light");
    browser.get(server.address("/").toString());
    browser.manage().logs().get(LogType.BROWSER);
  }

  @AfterEach
  void theBrowserHadNothingToComplainOfAndAskedNobodyElse() {
    List<LogEntry> complaints =
        browser.manage().logs().get(LogType.BROWSER).getAll().stream()
            // An answer 4xx is the test's intention, and always logged.
            .filter(entry -> !entry.getMessage().contains("Failed to load resource"))
            .toList();
    assertThat(complaints).isEmpty();
    @SuppressWarnings("unchecked")
    List<String> addresses =
        (List<String>)
            browser.executeScript(
                "return performance.getEntriesByType('resource').map((entry) => entry.name)");
    assertThat(addresses)
        .isNotEmpty()
        .allMatch(address -> address.startsWith(server.address("/").toString()));
  }

  private static void colourScheme(String value) {
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", value))));
  }

  private static void phone() {
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", 390, "height", 844, "deviceScaleFactor", 2, "mobile", true));
  }

  private static void choose(Path file) {
    find("file").sendKeys(file.toString());
  }

  private static WebElement find(String id) {
    return browser.findElement(By.id(id));
  }

  private static List<WebElement> faces() {
    return browser.findElements(By.cssSelector("#faces > li"));
  }

  private static String status() {
    return find("status").getText();
  }

  private static void await(Predicate<String> expected) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!expected.test(status())) {
      assertThat(System.nanoTime()).as("still says: " + status()).isLessThan(end);
      browser.executeAsyncScript("setTimeout(arguments[0], 50)");
    }
  }

  private static void screenshot(String name) throws IOException {
    browser.executeAsyncScript("requestAnimationFrame(() => setTimeout(arguments[0], 100))");
    Files.write(SCREENSHOTS.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
  }

  private static void assertAccessible() {
    List<Rule> violations = new AxeBuilder().analyze(browser).getViolations();
    assertThat(violations).as(violations.toString()).isEmpty();
  }

  @Test
  void aPictureIsShownWithItsFaces() throws IOException {
    choose(sample("sheet.png"));
    await(text -> text.startsWith("7 faces"));

    assertThat(faces()).hasSize(7);
    WebElement first = faces().get(0);
    assertThat(first.findElement(By.tagName("h3")).getText()).matches("Face 1: [a-z]+, [\\d.]+ %");
    assertThat(first.findElements(By.tagName("tr"))).hasSize(7);
    assertThat(first.findElement(By.cssSelector(".measures")).getText())
        .contains("a face: ", "quality ", "head turned ");
    assertThat(find("picture").isDisplayed()).isTrue();
    assertThat(find("picture").getDomAttribute("aria-label")).contains("7 faces");
    screenshot("desktop-light");
    assertAccessible();
  }

  @Test
  void theBarsAreAsLongAsTheirPercentages() {
    choose(sample("happy.png"));
    await(text -> text.startsWith("One face: happy"));

    for (WebElement row : faces().get(0).findElements(By.tagName("tr"))) {
      double percentage =
          Double.parseDouble(row.findElement(By.className("number")).getText().replace(" %", ""));
      WebElement bar = row.findElement(By.className("bar"));
      double share =
          ((Number)
                  browser.executeScript(
                      "return 100 * arguments[0].getBoundingClientRect().width"
                          + " / arguments[0].parentElement.clientWidth",
                      bar))
              .doubleValue();
      assertThat(share).isBetween(percentage - 2, percentage + 2);
    }
  }

  @Test
  void onAPhoneInTheDarkNothingIsWiderThanTheScreen() throws IOException {
    phone();
    colourScheme("dark");
    choose(sample("sheet.png"));
    await(text -> text.startsWith("7 faces"));

    assertThat(
            (Boolean)
                browser.executeScript("return document.documentElement.scrollWidth <= innerWidth"))
        .isTrue();
    screenshot("phone-dark");
    assertAccessible();
    browser.executeScript("document.getElementById('faces').scrollIntoView()");
    screenshot("phone-dark-faces");
  }

  @Test
  void theKeyboardReachesAll() {
    List<String> reached =
        java.util.stream.Stream.of("file", "camera")
            .peek(unused -> new Actions(browser).sendKeys(Keys.TAB).perform())
            .map(unused -> browser.switchTo().activeElement().getDomAttribute("id"))
            .toList();
    assertThat(reached).containsExactly("file", "camera");
    assertThat(
            browser.executeScript(
                "document.getElementById('file').focus();"
                    + "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'Tab'}));"
                    + "return document.activeElement.labels[0].id"))
        .isEqualTo("drop");
  }

  @Test
  void theAnswerIsThereAsJson() {
    choose(sample("happy.png"));
    await(text -> text.startsWith("One face"));
    find("json-part").findElement(By.tagName("summary")).sendKeys(Keys.ENTER);

    assertThat(find("json").getText()).contains("\"dominant_emotion\": \"happy\"", "\"results\"");
    find("copy").sendKeys(Keys.ENTER);
    await(text -> text.contains("copied") || text.contains("selected"));
    assertAccessible();
  }

  @Test
  void whatIsWrongIsSaid() throws IOException {
    Path text = Files.writeString(SCREENSHOTS.resolve("notes.txt"), "no picture");
    choose(text.toAbsolutePath());
    await(said -> said.startsWith("Can't read the picture"));
    assertThat(faces()).isEmpty();

    Path blank = SCREENSHOTS.resolve("blank.png");
    ImageIO.write(new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB), "png", blank.toFile());
    choose(blank.toAbsolutePath());
    await(said -> said.equals("No face was found."));
    screenshot("no-face");
  }

  @Test
  void aPictureCanBeDropped() {
    browser.executeAsyncScript(
        "const done = arguments[0];"
            + "fetch(arguments[1]).then((response) => response.blob()).then((blob) => {"
            + "  const data = new DataTransfer();"
            + "  data.items.add(new File([blob], 'a.svg', { type: 'image/svg+xml' }));"
            + "  dispatchEvent(new DragEvent('drop', { dataTransfer: data, cancelable: true }));"
            + "  done(); })".replace("arguments[1]", "'icon.svg'"));
    await(said -> said.startsWith("Can't read the picture")); // SVG is none of the formats
  }

  @Test
  void theCameraShowsTracksThatStay() throws IOException {
    find("camera").click();
    await(said -> said.contains("Face 1") && said.contains("Face 2"));
    String before = find("json").getDomProperty("textContent");
    screenshot("camera");
    browser.executeAsyncScript("setTimeout(arguments[0], 1500)");
    String after = find("json").getDomProperty("textContent");

    assertThat(after).isNotEqualTo(before).contains("\"track\": 1", "\"track\": 2");
    assertThat(after).doesNotContain("\"track\": 3");
    assertThat(find("camera").getDomAttribute("aria-pressed")).isEqualTo("true");
    find("camera").click();
    assertThat(find("camera").getText()).isEqualTo("Start the camera");
    assertAccessible();
  }

  @Test
  void theKeyIsAskedForWhereThereIsOne() throws IOException {
    try (RunningServer locked = RunningServer.with("--emotion4j.server.api-key=secret")) {
      browser.get(locked.address("/").toString());
      choose(sample("happy.png"));
      await(said -> said.startsWith("This service asks for an API key"));
      assertThat(browser.switchTo().activeElement()).isEqualTo(find("key"));
      screenshot("key");
      find("key").sendKeys("secret" + Keys.ENTER);
      await(said -> said.startsWith("One face: happy"));
    }
    browser.get(server.address("/").toString()); // for the check of what was asked
  }
}
