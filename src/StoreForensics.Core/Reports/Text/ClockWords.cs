using StoreForensics.Model;

namespace StoreForensics.Reports.Text;

/// <summary>The words for what a statement about the clocks does to trust.</summary>
internal static class ClockWords
{
    public static string Word(ClockWeight weight) => weight switch
    {
        ClockWeight.Contradicts => "contradicts",
        ClockWeight.Limits => "limits",
        _ => "supports",
    };
}
