// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.djl.internal.io.AtomicFile;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import java.io.IOException;
import java.nio.file.Path;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/**
 * Makes the sample pictures of this module: the mean face of each emotion over FER2013's training
 * faces, and a sheet of all seven.
 *
 * <pre>java -cp emotion-lab.jar io.github.emotion4j.lab.MeanFaces fer2013.zip FOLDER
 * </pre>
 */
public final class MeanFaces {

  private static final int SHEET_FACE = 144;
  private static final int SHEET_COLUMNS = 4;
  private static final int SHEET_GAP = 36;

  private MeanFaces() {}

  /**
   * Makes the pictures.
   *
   * @param arguments the data set, and the folder to write into
   * @throws IOException if the folder can't be made
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("Give FER2013's zip, folder or CSV and an output folder");
    }
    write(Fer2013.load(Path.of(arguments[0])), Path.of(arguments[1]));
  }

  /**
   * Writes {@code angry.png} to {@code neutral.png}, 48x48 and grey, and {@code sheet.png}.
   *
   * @param dataset faces of the split Training
   * @param folder made if missing
   * @throws IOException if a picture can't be written
   */
  static void write(Fer2013 dataset, Path folder) throws IOException {
    OpenCv.load();
    AtomicFile.createFolder(folder);
    Fer2013 training = dataset.split(Split.TRAINING);
    int cell = SHEET_FACE + SHEET_GAP;
    Mat sheet =
        new Mat(
            2 * cell + SHEET_GAP,
            SHEET_COLUMNS * cell + SHEET_GAP,
            CvType.CV_8UC1,
            Scalar.all(128));
    for (Emotion emotion : Emotion.values()) {
      Mat face = meanFace(training, emotion);
      save(face, folder.resolve(emotion.label() + ".png"));
      int x = SHEET_GAP + emotion.index() % SHEET_COLUMNS * cell;
      int y = SHEET_GAP + emotion.index() / SHEET_COLUMNS * cell;
      Mat place = sheet.submat(new Rect(x, y, SHEET_FACE, SHEET_FACE));
      Imgproc.resize(face, place, new Size(SHEET_FACE, SHEET_FACE), 0, 0, Imgproc.INTER_CUBIC);
      place.release();
      face.release();
    }
    save(sheet, folder.resolve("sheet.png"));
    sheet.release();
  }

  private static Mat meanFace(Fer2013 training, Emotion emotion) {
    Mat sum = Mat.zeros(LabelledFace.SIDE, LabelledFace.SIDE, CvType.CV_32FC1);
    Mat picture = new Mat(LabelledFace.SIDE, LabelledFace.SIDE, CvType.CV_8UC1);
    for (LabelledFace face : training.faces()) {
      if (face.emotion() == emotion) {
        picture.put(0, 0, face.pixels());
        Imgproc.accumulate(picture, sum);
      }
    }
    Mat mean = new Mat();
    // A mean has little contrast: stretched to what a photograph has.
    Core.normalize(sum, mean, 20, 235, Core.NORM_MINMAX, CvType.CV_8UC1);
    sum.release();
    picture.release();
    return mean;
  }

  private static void save(Mat picture, Path file) throws IOException {
    if (!Imgcodecs.imwrite(file.toString(), picture)) {
      throw new IOException("Can't write " + file);
    }
  }
}
