namespace StoreForensics.Primitives;

/// <summary>
/// A stream that knows where its bytes are a hole: zeros that nobody stored. Such a stream may be moved forward over a hole by setting its
/// <see cref="Stream.Position"/>, also where it cannot seek otherwise.
/// </summary>
public interface IHoles
{
    /// <summary>
    /// The first run of data that ends after a byte; what lies between the byte and the run's start is a hole. Empty, at the stream's end, when only a hole is
    /// left. A run may hold zeros, and another may follow it at once. Moves nothing, throws nothing: what cannot be known is data, and reading it tells.
    /// </summary>
    DataRun NextData(long from);
}
