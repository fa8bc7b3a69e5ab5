package io.cioconnect.simulator;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A reply's body that is cut off or trickles in. */
final class FaultyOutput extends FilterOutputStream {
    private final Fault fault;
    private final Holds holds;
    private long written;
    private boolean isCut;

    /** Ends the body where the fault cuts it off. */
    static final class Cut extends IOException {
        private static final long serialVersionUID = 1L;
    }

    FaultyOutput(OutputStream out, Fault fault, Holds holds) {
        super(out);
        this.fault = fault;
        this.holds = holds;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (fault instanceof Fault.Drip drip) {
            drip(bytes, offset, length, drip);
        } else if (fault instanceof Fault.CutOff cut && written + length >= cut.afterBytes()) {
            begin(bytes, offset, cut.afterBytes());
            throw cut();
        } else if (fault instanceof Fault.Stall stall && written + length >= stall.afterBytes()) {
            begin(bytes, offset, stall.afterBytes());
            awaitRelease();
            throw cut();
        } else {
            out.write(bytes, offset, length);
            written += length;
        }
    }

    /** The writer flushes and closes after an error too; this would send a status that the fault holds back. */
    @Override
    public void flush() throws IOException {
        if (!isCut) {
            super.flush();
        }
    }

    @Override
    public void close() throws IOException {
        if (!isCut) {
            super.close();
        }
    }

    private void begin(byte[] bytes, int offset, int bytesInAll) throws IOException {
        if (bytesInAll > written) {
            out.write(bytes, offset, (int) (bytesInAll - written));
            out.flush();
        }
    }

    private Cut cut() {
        isCut = true;
        return new Cut();
    }

    private void awaitRelease() throws IOException {
        try {
            holds.awaitRelease();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void drip(byte[] bytes, int offset, int length, Fault.Drip drip) throws IOException {
        for (int done = 0; done < length; done += drip.bytesPerPiece()) {
            try {
                if (!holds.pause(drip.pause())) {
                    throw new Cut();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
            out.write(bytes, offset + done, Math.min(drip.bytesPerPiece(), length - done));
            out.flush();
        }
    }
}
