using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives;

/// <summary>An archive that comes in one direction only: decompressed or read by a thread of its own, ahead of whoever takes it.</summary>
internal sealed class ForwardInput(ReadAhead source) : BlockInput
{
    public override EvidenceFormatException? Failure => source.Failure;

    public override void Dispose() => source.Dispose();

    protected override ReadOnlyMemory<byte> NextChunk() => source.Next();
}
