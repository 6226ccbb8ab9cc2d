// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.server;

import io.github.emotion4j.ImageSource;
import io.github.emotion4j.InvalidImageException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.servlet.ServletRequestContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads requests as DeepFace's service takes them: JSON, a form, or an upload, with the fields
 * {@code img}, {@code actions}, {@code detector_backend}, {@code enforce_detection}, {@code align}
 * and {@code anti_spoofing}. What is wrong with one ends in status 400 or 413.
 */
@Component
final class PictureRequestReader {

  /** Deeper than any request is. */
  private static final int MOST_NESTING = 10;

  private static final int MOST_FIELDS = 100;
  private static final int LONGEST_NAME = 255;

  /** Where Jackson says that it does not say what it read. */
  private static final Pattern SOURCE = Pattern.compile("(?s) \\(start marker at \\[Source:.*");

  private static final String PICTURE = "img";
  private static final String EMOTION = "emotion";

  /** What DeepFace knows, too. */
  private static final List<String> OTHER_ACTIONS = List.of("age", "gender", "race");

  private final ServerProperties properties;
  private final JsonMapper mapper;

  PictureRequestReader(ServerProperties properties) {
    this.properties = properties;
    this.mapper =
        JsonMapper.builder(
                JsonFactory.builder()
                    .streamReadConstraints(
                        StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_NESTING)
                            .maxStringLength(Integer.MAX_VALUE) // the request is bounded
                            .build())
                    .build())
            .build();
  }

  /** Reads a body, whose size the guard bounds. */
  byte[] body(HttpServletRequest request) throws IOException {
    return request.getInputStream().readAllBytes();
  }

  PictureRequest json(HttpServletRequest request) throws IOException {
    JsonNode fields;
    try {
      fields = mapper.readTree(body(request));
    } catch (JacksonException e) {
      String reason = SOURCE.matcher(e.getOriginalMessage()).replaceAll("");
      throw bad("The body is no JSON that this service takes: " + reason);
    }
    if (!fields.isObject()) {
      throw bad("The body must be a JSON object with a field \"img\"");
    }
    JsonNode picture = fields.has(PICTURE) ? fields.path(PICTURE) : fields.path("img_path");
    return request(pictures(picture), picture.isArray(), fields);
  }

  PictureRequest form(HttpServletRequest request) throws IOException {
    ObjectNode fields = mapper.createObjectNode();
    for (String pair : new String(body(request), StandardCharsets.UTF_8).split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        fields.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return request(pictures(fields.path(PICTURE)), false, fields);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw bad("The form is not encoded as application/x-www-form-urlencoded says");
    }
  }

  /** Reads an upload part by part as it arrives, in memory. */
  PictureRequest upload(HttpServletRequest request) throws IOException {
    List<Supplier<ImageSource>> pictures = new ArrayList<>();
    ObjectNode fields = parameters(request);
    FileItemIterator parts = new FileUpload().getItemIterator(new ServletRequestContext(request));
    while (parts.hasNext()) {
      FileItemStream part = parts.next();
      byte[] content = part.openStream().readAllBytes();
      if (part.isFormField()) {
        fields.put(part.getFieldName(), new String(content, StandardCharsets.UTF_8));
      } else if (PICTURE.equals(part.getFieldName())) {
        ImageSource source = named(content, part.getName());
        pictures.add(() -> source);
      }
      if (pictures.size() > properties.maxPictures()) {
        throw bad("A request may have " + properties.maxPictures() + " pictures");
      }
      if (fields.size() > MOST_FIELDS) {
        throw bad("A request may have " + MOST_FIELDS + " fields");
      }
    }
    if (pictures.isEmpty()) {
      pictures = pictures(fields.path(PICTURE));
    }
    return request(pictures, pictures.size() > 1, fields);
  }

  /** By the name of the file, without folders, that a client sends with it. */
  private static ImageSource named(byte[] content, @Nullable String path) {
    String name = path == null ? "" : path.replaceAll("(?s).*[/\\\\]|\\p{Cntrl}", "");
    return name.isBlank() || name.length() > LONGEST_NAME
        ? ImageSource.of(content)
        : ImageSource.of(content, name);
  }

  PictureRequest bytes(HttpServletRequest request) throws IOException {
    ImageSource source = ImageSource.of(body(request));
    return request(List.of(() -> source), false, parameters(request));
  }

  private ObjectNode parameters(HttpServletRequest request) {
    ObjectNode fields = mapper.createObjectNode();
    for (Map.Entry<String, String[]> parameter : request.getParameterMap().entrySet()) {
      fields.put(parameter.getKey(), parameter.getValue()[0]);
    }
    return fields;
  }

  private PictureRequest request(
      List<Supplier<ImageSource>> pictures, boolean isList, JsonNode fields) {
    if (pictures.isEmpty()) {
      throw bad("'img' not found: send a picture as base64, data URI or file");
    }
    if (pictures.size() > properties.maxPictures()) {
      throw bad("A request may have " + properties.maxPictures() + " pictures");
    }
    List<String> actions = actions(fields.path("actions"));
    if (!actions.isEmpty() && !actions.contains(EMOTION)) {
      throw bad("This service has the action \"emotion\" and no other, not " + actions);
    }
    if (isTrue(fields, "anti_spoofing", false)) {
      throw bad("This service has no anti_spoofing");
    }
    isTrue(fields, "align", true); // faces are always aligned
    JsonNode backend = fields.path("detector_backend");
    if (!backend.isMissingNode() && !backend.isString()) {
      throw bad("detector_backend must be a text");
    }
    return new PictureRequest(
        pictures,
        isList,
        isTrue(fields, "enforce_detection", true),
        backend.asString("").equals("skip"),
        actions.stream().filter(action -> !action.equals(EMOTION)).toList());
  }

  private List<Supplier<ImageSource>> pictures(JsonNode picture) {
    List<Supplier<ImageSource>> pictures = new ArrayList<>();
    for (JsonNode one : picture.isArray() ? picture : List.of(picture)) {
      if (one.isMissingNode()) {
        continue;
      }
      if (!one.isString() || one.asString().isEmpty()) {
        throw bad("'img' must be a text, or a list of texts, and not empty");
      }
      pictures.add(() -> source(one.asString()));
    }
    return pictures;
  }

  private ImageSource source(String text) {
    String scheme = text.substring(0, Math.min(8, text.length())).toLowerCase(Locale.ROOT);
    if (scheme.startsWith("data:")) {
      int comma = text.indexOf(',');
      if (comma < 0 || !text.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(";base64")) {
        throw new InvalidImageException("A data URI must have \";base64,\" before its content");
      }
      return ImageSource.of(base64(text.substring(comma + 1)));
    }
    if (scheme.startsWith("http://") || scheme.startsWith("https://")) {
      return address(text);
    }
    return ImageSource.of(base64(text));
  }

  private ImageSource address(String text) {
    if (!properties.allowAddresses()) {
      throw bad(
          "This service fetches no addresses (emotion4j.server.allow-addresses); send the picture");
    }
    try {
      return ImageSource.of(new URI(text));
    } catch (URISyntaxException e) {
      throw new InvalidImageException("The address of the picture is none: " + e.getReason(), e);
    }
  }

  private static byte[] base64(String text) {
    try { // forms turn a plus that is not encoded into a space
      return Base64.getDecoder().decode(text.replace("\r", "").replace("\n", "").replace(' ', '+'));
    } catch (IllegalArgumentException e) {
      throw new InvalidImageException(
          "The picture is neither base64 nor a data URI, and files of the server are not read", e);
    }
  }

  /** Either a list, or a text that looks like one, as forms have it. */
  private static List<String> actions(JsonNode field) {
    Stream<String> actions;
    if (field.isMissingNode()) {
      return List.of();
    } else if (field.isString()) {
      actions = Stream.of(field.asString().replaceAll("[\\[\\]()\"'\\s]", "").split(",", -1));
    } else if (field.isArray()) {
      List<String> texts = new ArrayList<>();
      field.forEach(action -> texts.add(action.isString() ? action.asString() : "?"));
      actions = texts.stream();
    } else {
      throw bad("actions must be a list of texts");
    }
    List<String> asked = actions.filter(action -> !action.isEmpty()).distinct().toList();
    for (String action : asked) {
      if (!action.equals(EMOTION) && !OTHER_ACTIONS.contains(action)) {
        throw bad(
            "actions may be emotion, age, gender and race, of which this service has emotion");
      }
    }
    return asked;
  }

  private static boolean isTrue(JsonNode fields, String name, boolean otherwise) {
    JsonNode field = fields.path(name);
    if (field.isMissingNode()) {
      return otherwise;
    }
    if (field.isBoolean()) {
      return field.asBoolean();
    }
    return switch (field.isValueNode() ? field.asString("").toLowerCase(Locale.ROOT) : "") {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw bad(name + " must be true or false");
    };
  }

  static ResponseStatusException bad(String detail) {
    return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
  }
}
