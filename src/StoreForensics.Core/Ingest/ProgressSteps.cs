namespace StoreForensics.Ingest;

/// <summary>Tells progress every few MiB, not at every read. Null: nobody listens.</summary>
internal sealed class ProgressSteps(Action<long, long?>? progress, long? total)
{
    private const long StepBytes = 4 << 20;
    private long _next;

    public void Reached(long position)
    {
        if (progress is null || position < _next)
            return;
        _next = position + StepBytes;
        progress(position, total);
    }
}
