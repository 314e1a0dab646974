import { expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

const IMAGE = "docker.elastic.co/logstash/logstash-oss:6.2.1";

test("Logstash's API tells what it is, and a second one on the same machine takes the next port", async () => {
  const lab = new HeadlessLab();
  const output = async (line: string) => (await lab.run("manager1", line)).output;
  await output(`docker run -d --name one --network host --hostname one ${IMAGE} logstash -e 'input { stdin {} }'`);
  await lab.advance(60);
  await output(`docker run -d --name two --network host --hostname two ${IMAGE} logstash -e 'input { stdin {} }'`);
  await lab.advance(60);
  expect(JSON.parse(await output("curl -s localhost:9600"))).toMatchObject({
    version: "6.2.1",
    http_address: "0.0.0.0:9600",
  });
  expect(JSON.parse(await output("curl -s localhost:9601/"))).toMatchObject({ http_address: "0.0.0.0:9601" });
  expect(await output("curl -s localhost:9600/nada")).toBe(
    '{"path":"/nada","status":404,"error":{"message":"Not Found"}}',
  );
  expect(await output("docker logs two")).toContain("Successfully started Logstash API endpoint {:port=>9601}");
});

test("dockerd is where Docker's own packages put it", async () => {
  const lab = new HeadlessLab();
  expect((await lab.run("manager1", "which dockerd; dpkg -S /usr/bin/dockerd")).output).toContain("/usr/bin/dockerd\n");
});
