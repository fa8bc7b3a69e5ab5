// Writes the archive's doc/ to target/documents: the repository's pages, with links that work where the files then are, and
// libraries.md, the jars of lib/ with the licence that each one's own pom declares.
import java.nio.file.Files
import java.nio.file.Path
import org.apache.maven.model.building.ModelBuildingRequest
import org.apache.maven.project.DefaultProjectBuildingRequest
import org.apache.maven.project.ProjectBuilder

Path top = project.basedir.toPath()
Path documents = Path.of(project.build.directory, 'documents')

// where a file of the repository is in the archive, seen from its top; null when it is not shipped
def shipped = { Path file ->
    switch (file.toString()) {
        case ~/README\.md|CHANGELOG\.md/: return "doc/${file}"
        case ~/config\/reference\.md/: return 'doc/reference.md'
        case ~/src\/site\/markdown\/[^\/]+\.md/: return "doc/${file.fileName}"
        case ~/config\/.+/: return "etc/${Path.of('config').relativize(file)}"
        default: return null
    }
}

def pages = [top.resolve('README.md'), top.resolve('CHANGELOG.md'), top.resolve('config/reference.md')]
Files.newDirectoryStream(top.resolve('src/site/markdown'), '*.md').withCloseable { pages.addAll(it) }

// what is not shipped is in the repository, as it was when this version was built
def revision = project.version.endsWith('-SNAPSHOT') ? 'main' : "v${project.version}"
def link = { Path page, String target ->
    if (target ==~ /[a-z]+:.*|#.*/) {
        return target
    }
    def (path, anchor) = target.contains('#') ? target.split('#', 2).toList() : [target, null]
    Path file = top.relativize(page.resolveSibling(path).normalize())
    String place = shipped(file)
    String moved = place == null
        ? "${project.scm.url}/blob/${revision}/${file}"
        : Path.of('doc').relativize(Path.of(place)).toString()
    return anchor == null ? moved : "${moved}#${anchor}"
}

documents.toFile().deleteDir()
Files.createDirectories(documents)
pages.each { Path page ->
    String text = Files.readString(page).replaceAll(/\]\(([^()\s]+)\)/) { all, target -> "](${link(page, target)})" }
    Files.writeString(documents.resolve(Path.of('doc').relativize(Path.of(shipped(top.relativize(page))))), text)
}

// SPDX ids of the names that poms use
def spdx = { String name ->
    switch (name) {
        case ~/(?i)(the )?apache(-| (software )?licen[cs]e,? *(version|-)? *v?)2(\.0)?/: return 'Apache-2.0'
        case ~/(?i)(epl-2\.0|eclipse public licen[cs]e (- )?v? ?2(\.0)?)/: return 'EPL-2.0'
        default: throw new IllegalStateException("No SPDX id is known for the licence \"${name}\". Add it here, if we may ship it.")
    }
}
def builder = session.lookup(ProjectBuilder.name)
def request = new DefaultProjectBuildingRequest(session.projectBuildingRequest)
request.processPlugins = false
request.resolveDependencies = false
request.validationLevel = ModelBuildingRequest.VALIDATION_LEVEL_MINIMAL
def licence = { artifact ->
    def licences = builder.build(artifact, request).project.licenses
    if (licences.isEmpty()) {
        throw new IllegalStateException("The pom of ${artifact} declares no licence")
    }
    return licences.collect { spdx(it.name) }.unique().join(' OR ')
}
def rows = project.artifacts.findAll { it.scope in ['compile', 'runtime'] }
    .collect { [it.file.name, "${it.groupId}:${it.artifactId}", it.version, licence(it)] }
rows << ["${project.build.finalName}.jar", "${project.groupId}:${project.artifactId}", project.version, spdx(project.licenses[0].name)]
def table = rows.sort { it[0] }.collect { "| `${it[0]}` | ${it[1]} | ${it[2]} | ${it[3]} |\n" }.join()
Files.writeString(documents.resolve('libraries.md'), """\
# Libraries

The jars in `lib/`, each with the licence that its own pom declares, as SPDX ids. Kafka, Connect and slf4j come from the worker.

| jar | artifact | version | licence |
|---|---|---|---|
${table}""")
log.info("${pages.size() + 1} pages in ${documents}")
