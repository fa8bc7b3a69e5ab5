package io.cioconnect.it.harness;

import java.util.OptionalLong;

/** Hands on to the process in which a node runs. */
class ForwardingProcess implements NodeProcess {
    private final NodeProcess process;

    ForwardingProcess(NodeProcess process) {
        this.process = process;
    }

    @Override
    public void stop() {
        process.stop();
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void freeze() {
        process.freeze();
    }

    @Override
    public void thaw() {
        process.thaw();
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public OptionalLong pid() {
        return process.pid();
    }

    @Override
    public String log() {
        return process.log();
    }

    @Override
    public void close() {
        process.close();
    }
}
