namespace StoreForensics.Primitives;

/// <summary>Holes of streams that know theirs and of those that do not.</summary>
internal static class Holes
{
    /// <summary><see cref="IHoles.NextData"/>; everything is data where the stream knows nothing.</summary>
    public static DataRun NextData(this Stream stream, long from) => stream is IHoles holes ? holes.NextData(from) : new DataRun(from, long.MaxValue);
}
