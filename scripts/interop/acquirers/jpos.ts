import { hearIso8583 } from './iso8583-judges.ts';
import type { AcquirerJudge } from './judge.ts';

const VERSION = '2.1.10';

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>judge</groupId>
  <artifactId>judge</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.jpos</groupId><artifactId>jpos</artifactId><version>${VERSION}</version></dependency>
    <dependency><groupId>org.json</groupId><artifactId>json</artifactId><version>20240303</version></dependency>
  </dependencies>
</project>
`;

export const jpos: AcquirerJudge = {
  connector: 'iso8583',
  name: 'jPOS, Java',
  version: VERSION,
  judges: 'messages of each dialect, unpacked and packed',
  wants: ['mvn', 'java'],
  hear: (place) =>
    hearIso8583(
      {
        program: ['jpos.java.txt', 'Judge.java'],
        files: { 'pom.xml': POM },
        steps: [
          {
            command: [
              'mvn',
              '-q',
              '-B',
              '-Dmaven.repo.local=m2',
              'dependency:copy-dependencies',
              '-DoutputDirectory=lib',
            ],
          },
          { command: ['java', '-cp', 'lib/*', 'Judge.java'] },
        ],
      },
      place,
    ),
};
