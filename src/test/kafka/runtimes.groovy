// Copies the released jars that integration tests and the quick start run in child JVMs below target: Kafka, and the Iceberg sink, of which
// Maven Central has no plugin archive. Each is resolved on its own, as its users get it, with the repositories, mirrors and offline switch of
// this build.
import java.nio.file.Files
import java.nio.file.Path
import org.eclipse.aether.RepositorySystem
import org.eclipse.aether.artifact.DefaultArtifact
import org.eclipse.aether.collection.CollectRequest
import org.eclipse.aether.graph.Dependency
import org.eclipse.aether.resolution.DependencyRequest

def version = { project.properties[it + '.version'] }
def current = version('kafka')
def previous = version('kafka.previous')
def iceberg = version('iceberg')
def hadoop = version('hadoop')

def runtimes = [
    ('kafka-' + current): [
        "org.apache.kafka:kafka_2.13:$current", "org.apache.kafka:connect-runtime:$current", "org.apache.kafka:connect-json:$current",
        "org.apache.kafka:connect-transforms:$current", "org.apache.kafka:kafka-tools:$current",
        "org.apache.logging.log4j:log4j-slf4j-impl:${version('log4j')}"],
    ('kafka-' + previous): [
        "org.apache.kafka:connect-runtime:$previous", "org.apache.kafka:connect-json:$previous",
        "org.apache.kafka:connect-transforms:$previous", "org.apache.kafka:kafka-tools:$previous",
        "org.slf4j:slf4j-reload4j:${version('slf4j')}"],
    'iceberg/plugin': [
        "org.apache.iceberg:iceberg-kafka-connect:$iceberg", "org.apache.iceberg:iceberg-parquet:$iceberg",
        "org.apache.hadoop:hadoop-client-api:$hadoop", "org.apache.hadoop:hadoop-client-runtime:$hadoop"]]

runtimes.each { name, artifacts ->
    def coordinates = artifacts*.toString()
    Path directory = Path.of(project.build.directory, name)
    Path complete = directory.resolve('complete.txt')
    if (Files.exists(complete) && Files.readAllLines(complete) == coordinates) {
        return
    }
    def dependencies = coordinates.collect {
        def (group, artifact, release) = it.tokenize(':')
        new Dependency(new DefaultArtifact(group, artifact, 'jar', release), 'runtime')
    }
    def collect = new CollectRequest(dependencies, [], project.remoteProjectRepositories)
    def resolved = session.lookup(RepositorySystem.name)
        .resolveDependencies(session.repositorySession, new DependencyRequest(collect, null))
    if (Files.exists(directory)) {
        directory.toFile().deleteDir()
    }
    Files.createDirectories(directory)
    resolved.artifactResults.each { Files.copy(it.artifact.file.toPath(), directory.resolve(it.artifact.file.name)) }
    Files.write(complete, coordinates)
    log.info("${name}: ${resolved.artifactResults.size()} jars in ${directory}")
}
