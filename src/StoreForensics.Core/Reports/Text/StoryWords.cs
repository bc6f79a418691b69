namespace StoreForensics.Reports.Text;

/// <summary>What the ties of a story say, in a few words.</summary>
internal static class StoryWords
{
    public static string Of(string tie) => tie switch
    {
        "runs" => "the container runs the image",
        "built from" => "the image was built on the other, whose layers it has",
        "committed as" => "the image was committed of the container",
        _ => "the same bytes in both",
    };
}
