// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0

const UNCERTAIN = 20; // percentage points between the two likeliest emotions
const POOR = 0.3; // face quality below which half of the readings are wrong
const CAMERA_SIDE = 640;
const PAUSE = 40; // ms between two frames: at most the rate that the service takes from a client
const PICTURE_SIDE = 1600; // as large as a picture is drawn, at most
const LEAST_SIDE = 480; // smaller ones are enlarged, to have room for labels

const at = (id) => document.getElementById(id);
const picture = at('picture');
let key = '';
let again = () => {};
let live = null;

async function post(path, body, type) {
  const headers = { 'Content-Type': type };
  if (key) {
    headers.Authorization = `Bearer ${key}`;
  }
  const response = await fetch(path, { method: 'POST', headers, body });
  const answer = await response.json().catch(() => ({ detail: 'The server gave no answer.' }));
  if (!response.ok) {
    const failure = new Error(answer.detail ?? answer.title ?? `Status ${response.status}`);
    Object.assign(failure, { status: response.status, code: answer.code, answer });
    throw failure;
  }
  return answer;
}

function say(text) {
  if (at('status').textContent !== text) { // a screen reader reads what changes
    at('status').textContent = text;
  }
}

function sayFailure(failure) {
  if (failure.status === 401) {
    at('key-form').hidden = false;
    at('key').focus();
    say('This service asks for an API key.');
  } else {
    say(failure.message);
  }
}

const percent = (value) => `${value.toFixed(value < 10 ? 1 : 0)} %`;
const ranked = (face) => Object.entries(face.emotion).sort((one, other) => other[1] - one[1]);
const title = (face, name) => `${name}: ${face.dominant_emotion}, ${percent(ranked(face)[0][1])}`;

/** Draws a picture and the faces in it, which are placed in pixels of a picture of that width. */
function draw(image, width, height, faces, names) {
  const side = Math.max(width, height);
  const scale = Math.min(Math.max(side, LEAST_SIDE), PICTURE_SIDE) / side;
  picture.width = Math.round(width * scale);
  picture.height = Math.round(height * scale);
  picture.hidden = false;
  const brush = picture.getContext('2d');
  brush.drawImage(image, 0, 0, picture.width, picture.height);
  const line = Math.max(2, picture.width / 300);
  const text = Math.max(12, picture.width / 40);
  brush.font = `600 ${text}px system-ui, sans-serif`;
  faces.forEach((face, i) => {
    const { x, y, w, h } = face.region;
    brush.lineWidth = line * 2; // light on dark, so that it is seen on any picture
    brush.strokeStyle = '#000';
    brush.strokeRect(x * scale, y * scale, w * scale, h * scale);
    brush.lineWidth = line;
    brush.strokeStyle = '#fff';
    brush.strokeRect(x * scale, y * scale, w * scale, h * scale);
    const label = `${names[i]} ${face.dominant_emotion}`;
    const wide = brush.measureText(label).width + text;
    const left = Math.max(0, Math.min(x * scale, picture.width - wide));
    const top = Math.max(0, y * scale - 1.4 * text);
    brush.fillStyle = '#000';
    brush.fillRect(left, top, wide, 1.4 * text);
    brush.fillStyle = '#fff';
    brush.fillText(label, left + text / 2, top + 1.05 * text);
  });
  picture.setAttribute(
    'aria-label',
    faces.length
      ? `The picture, with boxes around ${faces.length} faces`
      : 'The picture, without a face',
  );
}

function turn(degrees, one, other) {
  const whole = Math.round(Math.abs(degrees));
  return whole < 5 ? '' : `${whole}° ${degrees > 0 ? one : other}`;
}

function card(face, name) {
  const item = at('face').content.cloneNode(true);
  const order = ranked(face);
  item.querySelector('h3').textContent = title(face, name);
  item.querySelector('.doubt').hidden = order[0][1] - order[1][1] >= UNCERTAIN;
  item.querySelector('.poor').hidden = !(face.face_quality < POOR);
  for (const [emotion, value] of order) {
    const row = item.querySelector('tbody').insertRow();
    const head = document.createElement('th');
    head.scope = 'row';
    head.textContent = emotion;
    row.append(head);
    const bar = document.createElement('div');
    bar.className = 'bar';
    bar.style.width = `${value}%`;
    const cell = row.insertCell();
    cell.setAttribute('aria-hidden', 'true');
    cell.append(bar);
    const number = row.insertCell();
    number.className = 'number';
    number.textContent = percent(value);
  }
  const measures = [`a face: ${percent(100 * face.face_confidence)} sure`];
  if (face.face_quality !== undefined) {
    measures.push(`quality ${percent(100 * face.face_quality)}`);
  }
  if (face.head_pose) {
    const { yaw, pitch, roll } = face.head_pose;
    const turns = [turn(yaw, 'right', 'left'), turn(pitch, 'up', 'down'), turn(roll, 'clockwise', 'anticlockwise')];
    measures.push(`head turned ${turns.filter(Boolean).join(', ') || 'to the camera'}`);
  }
  item.querySelector('.measures').textContent = measures.join(' · ');
  return item;
}

function list(faces, names, answer) {
  at('hint').hidden = faces.length > 0;
  at('faces').replaceChildren(...faces.map((face, i) => card(face, `Face ${names[i]}`)));
  at('json-part').hidden = false;
  at('json').textContent = JSON.stringify(answer, null, 2);
}

async function show(file) {
  stopCamera();
  again = () => show(file);
  say('The picture is being read …');
  const type = file.type.startsWith('image/') ? file.type : 'application/octet-stream';
  const image = createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null);
  let faces = [];
  try {
    const answer = await post('analyze', file, type);
    faces = answer.results;
    const names = faces.map((face, i) => i + 1);
    list(faces, names, answer);
    say(faces.length === 1 ? title(faces[0], 'One face')
      : `${faces.length} faces, surest first: ${faces.map((face) => face.dominant_emotion).join(', ')}`);
  } catch (failure) {
    list([], [], failure.answer ?? {});
    if (failure.code === 'no_face') {
      say('No face was found.');
    } else {
      sayFailure(failure);
    }
  }
  const bitmap = await image;
  if (bitmap) {
    draw(bitmap, bitmap.width, bitmap.height, faces, faces.map((face, i) => i + 1));
  } else {
    picture.hidden = true; // a format that this browser does not show
  }
}

async function startCamera() {
  again = startCamera;
  const session = { id: crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2).padEnd(16, '0') };
  try {
    if (!navigator.mediaDevices) {
      throw new Error('Browsers give the camera to pages over https and of the own machine only.');
    }
    session.stream = await navigator.mediaDevices.getUserMedia({
      video: { width: CAMERA_SIDE, facingMode: 'user' },
    });
  } catch (failure) {
    say(`The camera can't be used: ${failure.message}`);
    return;
  }
  live = session;
  at('camera').setAttribute('aria-pressed', 'true');
  at('camera').textContent = 'Stop the camera';
  const video = at('video');
  video.srcObject = session.stream;
  await video.play();
  const frame = document.createElement('canvas');
  while (live === session) {
    const scale = Math.min(1, CAMERA_SIDE / Math.max(video.videoWidth, video.videoHeight));
    frame.width = Math.round(video.videoWidth * scale);
    frame.height = Math.round(video.videoHeight * scale);
    frame.getContext('2d').drawImage(video, 0, 0, frame.width, frame.height);
    const jpeg = await new Promise((done) => { frame.toBlob(done, 'image/jpeg', 0.85); });
    try {
      const answer = await post(`live/${session.id}`, jpeg, 'image/jpeg');
      if (live === session) {
        showFrame(frame, answer);
      }
    } catch (failure) {
      if (failure.status !== 429 && failure.status !== 503) { // too many: wait, and go on
        stopCamera();
        sayFailure(failure);
        return;
      }
      await new Promise((done) => { setTimeout(done, 1000); });
    }
    await new Promise((done) => { setTimeout(done, PAUSE); });
  }
}

function showFrame(frame, answer) {
  const faces = answer.faces.map((tracked) => ({ ...tracked.face, dominant_emotion: tracked.shown_emotion }));
  const names = answer.faces.map((tracked) => tracked.track);
  draw(frame, frame.width, frame.height, faces, names);
  list(faces, names, answer);
  say(faces.length
    ? faces.map((face, i) => `Face ${names[i]}: ${face.dominant_emotion}`).join(', ')
    : 'The camera sees no face.');
}

function stopCamera() {
  if (live) {
    live.stream.getTracks().forEach((track) => track.stop());
    live = null;
    at('video').srcObject = null;
    at('camera').setAttribute('aria-pressed', 'false');
    at('camera').textContent = 'Start the camera';
  }
}

at('file').addEventListener('change', () => {
  if (at('file').files.length) {
    show(at('file').files[0]);
    at('file').value = ''; // so that the same picture can be chosen again
  }
});
at('camera').addEventListener('click', () => (live ? stopCamera() : startCamera()));
at('key-form').addEventListener('submit', (event) => {
  event.preventDefault();
  key = at('key').value;
  at('key-form').hidden = true;
  again();
});
at('copy').addEventListener('click', async () => {
  try {
    await navigator.clipboard.writeText(at('json').textContent);
    say('The JSON is copied.');
  } catch (failure) {
    getSelection().selectAllChildren(at('json'));
    say('Your browser does not let this page copy; the JSON is selected.');
  }
});
document.addEventListener('visibilitychange', () => document.hidden && stopCamera());
addEventListener('dragover', (event) => {
  event.preventDefault();
  at('drop').classList.add('over');
});
addEventListener('dragleave', () => at('drop').classList.remove('over'));
addEventListener('drop', (event) => {
  event.preventDefault();
  at('drop').classList.remove('over');
  if (event.dataTransfer.files.length) {
    show(event.dataTransfer.files[0]);
  }
});
addEventListener('paste', (event) => {
  if (event.clipboardData.files.length) {
    show(event.clipboardData.files[0]);
  }
});
