// Copies the released Kafka jars that integration tests and the quick start run as child JVMs to target/kafka-<version>.
// Each runtime is resolved on its own, as its users get it, with the repositories, mirrors and offline switch of this build.
import java.nio.file.Files
import java.nio.file.Path
import org.eclipse.aether.RepositorySystem
import org.eclipse.aether.artifact.DefaultArtifact
import org.eclipse.aether.collection.CollectRequest
import org.eclipse.aether.graph.Dependency
import org.eclipse.aether.resolution.DependencyRequest

def runtimes = [
    (project.properties['kafka.version']): [
        'org.apache.kafka:kafka_2.13', 'org.apache.kafka:connect-runtime', 'org.apache.kafka:connect-json',
        'org.apache.kafka:connect-transforms', 'org.apache.kafka:kafka-tools',
        'org.apache.logging.log4j:log4j-slf4j-impl:' + project.properties['log4j.version']],
    (project.properties['kafka.previous.version']): [
        'org.apache.kafka:connect-runtime', 'org.apache.kafka:connect-json', 'org.apache.kafka:connect-transforms',
        'org.slf4j:slf4j-reload4j:' + project.properties['slf4j.version']]]

runtimes.each { version, artifacts ->
    def coordinates = artifacts.collect { it.count(':') == 2 ? it : it + ':' + version }
    Path directory = Path.of(project.build.directory, 'kafka-' + version)
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
    log.info("Kafka ${version}: ${resolved.artifactResults.size()} jars in ${directory}")
}
