namespace ClinicSite.Tests.Speech;

/// <summary>The reading grade is only as good as this counter, so it is held against words counted by ear.</summary>
public sealed class SyllablesTests
{
    [Theory]
    [InlineData(1, "skin scars makes red hours scarred through months healed eyes used worse once lines shade bleed clean years")]
    [InlineData(2, "needles treated needed study doctor bruises changes acne trials surface colour mostly redness table little people boxcar safely 30 treatment patient special nation action gentle needling sterile numbing ages notice swelling careful closely movement infect trying growing being moisten nickel open")]
    [InlineData(3, "collagen clinicians infection condition scientist medicine serious different photographs barrier consultant allergy idea earlier reaction elastin pigmented isolate retinoid various medium period however usual 3.4 5%")]
    [InlineData(4, "consultation usually moisturiser experience appropriate immediate regulator anaesthetic biology material")]
    [InlineData(5, "microneedling inflammatory university examination subcutaneous")]
    public void Count_WordsCountedByEar_AreEqual(int expected, string words)
    {
        var wrong = words.Split(' ').Where(word => Syllables.In(word) != expected).Select(word => $"{word}: {Syllables.In(word)}");

        Faults.None(wrong);
    }
}
